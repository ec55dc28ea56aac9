/** AssertJ assertions about containers, their logs and their commands. */
module dev.drydock.assertj {
  requires transitive dev.drydock.core;
  requires transitive org.assertj.core;
  requires static com.google.errorprone.annotations;

  exports dev.drydock.assertj;
}
