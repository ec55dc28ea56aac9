package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP request, made step by step by one thread. */
final class Request {

  /** Writes a body whose length is not known beforehand. */
  interface Body {

    /**
     * Writes all of it.
     *
     * @throws IOException when the connection fails; nothing else may be thrown as one
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private static final byte[] NOTHING = {};

  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] bytes = NOTHING;
  private @Nullable Body body;
  private @Nullable Duration limit;
  private boolean beside;
  private boolean eachStep;
  private boolean fresh;
  private boolean once;

  private Request(String method, String path) {
    this.method = method;
    this.path = path;
  }

  static Request get(String path) {
    return new Request("GET", path);
  }

  static Request post(String path) {
    return new Request("POST", path);
  }

  static Request delete(String path) {
    return new Request("DELETE", path);
  }

  static Request of(String method, String path) {
    return new Request(method, path);
  }

  /** The same request to another path. */
  Request at(String otherPath) {
    Request copy = new Request(method, otherPath);
    copy.headers.putAll(headers);
    copy.bytes = bytes;
    copy.body = body;
    copy.limit = limit;
    copy.beside = beside;
    copy.eachStep = eachStep;
    copy.fresh = fresh;
    copy.once = once;
    return copy;
  }

  Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Request json(byte[] content) {
    bytes = content;
    return header("Content-Type", "application/json");
  }

  Request bytes(byte[] content) {
    bytes = content;
    return this;
  }

  /** With a streamed body, which cannot be sent twice. */
  Request body(Body content) {
    body = content;
    return onFreshConnection();
  }

  /** The same, while the answer may already come: engines may answer before they have read it. */
  Request bodyBeside(Body content) {
    beside = true;
    return body(content);
  }

  /** The answer must be there, wholly read, within this time. */
  Request within(Duration time) {
    limit = time;
    return this;
  }

  /**
   * For long bodies: each write of the request's, each read of the answer's, and the answer itself
   * must be there within this time.
   */
  Request eachStepWithin(Duration time) {
    limit = time;
    eachStep = true;
    return this;
  }

  /** Asks for a raw two-way stream after the head of the answer. */
  Request upgraded() {
    return header("Connection", "Upgrade").header("Upgrade", "tcp").onFreshConnection();
  }

  /**
   * Not over a pooled connection, which may turn out to be dead: then it would be sent again, and
   * what it asks for must not be done twice.
   */
  Request onFreshConnection() {
    fresh = true;
    return this;
  }

  /**
   * Never sent again, and so over a pooled connection only when that has just been used; for what
   * is asked for so often that a connection of its own would be felt.
   */
  Request once() {
    once = true;
    return this;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] bytes() {
    return bytes;
  }

  @Nullable Body body() {
    return body;
  }

  /** Whether the answer is read while the body is sent. */
  boolean isBeside() {
    return beside;
  }

  @Nullable Duration limit() {
    return limit;
  }

  /** The time for each step of a long body; null when the limit is for the whole. */
  @Nullable Duration stepLimit() {
    return eachStep ? limit : null;
  }

  boolean isFresh() {
    return fresh;
  }

  boolean isOnce() {
    return once;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
