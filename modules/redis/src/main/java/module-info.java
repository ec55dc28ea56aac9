/** Redis for tests: a description and a live handle. */
module dev.drydock.redis {
  requires transitive dev.drydock.core;
  requires static com.google.errorprone.annotations;

  exports dev.drydock.redis;
}
