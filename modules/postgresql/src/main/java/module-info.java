/** PostgreSQL for tests: a description and a live handle. */
module dev.drydock.postgresql {
  requires transitive dev.drydock.core;
  requires static com.google.errorprone.annotations;

  exports dev.drydock.postgresql;
}
