package dev.drydock.house.planted.floors.internal.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drydock.house.planted.floors.internal.plan.Plan;

/** Breaks: floors, for the plan is on the same floor; may know JSON. */
public record Docker(Plan plan, ObjectMapper mapper) {}
