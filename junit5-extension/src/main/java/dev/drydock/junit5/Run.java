package dev.drydock.junit5;

import dev.drydock.Drydock;
import dev.drydock.engine.Settings;
import dev.drydock.runtime.Environment;
import dev.drydock.runtime.RunAhead;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** What lives as long as the test run: the connection to the engine and the shared environments. */
// JUnit 5.10 closes what is a CloseableResource, later ones rather what is AutoCloseable.
final class Run implements Store.CloseableResource, AutoCloseable {

  private static final Namespace NAMESPACE = Namespace.create(Run.class);

  private final Lazy<Drydock> drydock;
  private final Lazy<RunAhead> ahead;
  private final FieldHolders holders = new FieldHolders();
  private final Map<Class<?>, SharedEnvironment> environments = new ConcurrentHashMap<>();

  private Run(ExtensionContext root) {
    this.drydock =
        new Lazy<>(
            "Drydock", () -> Drydock.connect(Settings.load(root::getConfigurationParameter)));
    this.ahead = new Lazy<>("what comes next", () -> drydock().runAhead(classes(root)));
  }

  /** The run that this context belongs to. */
  static Run of(ExtensionContext context) {
    ExtensionContext root = context.getRoot();
    return root.getStore(NAMESPACE)
        .getOrComputeIfAbsent(Run.class, key -> new Run(root), Run.class);
  }

  /** The names of the run's classes in their order; none when nobody has told. */
  private static List<String> classes(ExtensionContext root) {
    String names =
        root.getConfigurationParameter(RunAhead.CLASSES_PROPERTY)
            .orElseGet(() -> System.getProperty(RunAhead.CLASSES_PROPERTY, ""));
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /**
   * The connection, made on first use.
   *
   * @throws dev.drydock.model.NoEngineException each time, when no engine answers
   */
  Drydock drydock() {
    return drydock.get();
  }

  /** What makes the containers of the classes that come next. */
  RunAhead ahead() {
    return ahead.get();
  }

  /** A class starts nothing together; if no class has begun, nothing was made ahead for it. */
  void forget(String place) {
    ahead.ifMade(each -> each.forget(place));
  }

  /** Which level's handles the fields of test classes hold. */
  FieldHolders holders() {
    return holders;
  }

  /** What an environment gives, started on first use. */
  Object shared(Class<? extends Environment<?>> type) {
    return environments
        .computeIfAbsent(type, key -> new SharedEnvironment(type, this::drydock))
        .value();
  }

  @Override
  public void close() {
    try {
      ahead.ifMade(RunAhead::close);
    } finally {
      drydock.ifMade(Drydock::close);
    }
  }
}
