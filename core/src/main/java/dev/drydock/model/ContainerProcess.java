package dev.drydock.model;

/**
 * A process in a container, as the engine's host sees it.
 *
 * @param user a name of the host, or a number
 * @param pid its number on the engine's host, not in the container
 * @param parent the number of the process that made it
 * @param command its command line
 */
public record ContainerProcess(String user, long pid, long parent, String command) {}
