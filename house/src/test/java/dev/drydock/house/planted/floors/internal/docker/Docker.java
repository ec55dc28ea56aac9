package dev.drydock.house.planted.floors.internal.docker;

import com.fasterxml.jackson.core.JsonFactory;
import dev.drydock.house.planted.floors.internal.plan.Plan;

/** Breaks: floors, for the plan is on the same floor; may know JSON. */
public record Docker(Plan plan, JsonFactory json) {}
