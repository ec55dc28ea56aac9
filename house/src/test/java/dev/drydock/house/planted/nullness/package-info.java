/** Breaks: every package is null-marked. */
package dev.drydock.house.planted.nullness;
