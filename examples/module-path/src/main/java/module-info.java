/**
 * A program that is a module: all it needs is on the module path, and nothing on the class path.
 */
module com.example.modulepath {
  requires dev.drydock.core;
}
