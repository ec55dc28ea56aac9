package dev.drydock.house.planted.floors.spec;

import com.fasterxml.jackson.core.JsonFactory;
import dev.drydock.house.planted.floors.model.Value;

/** Breaks: one package knows Docker, HTTP and JSON. */
public record Wish(Value value, JsonFactory json) {}
