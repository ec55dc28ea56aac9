package dev.drydock.benchmarks.cases;

import dev.drydock.Drydock;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Comparison;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images at once, each with a layer of its own, from a registry of this machine. */
public final class Pull implements Experiment {

  private static final int IMAGES = 8;
  private static final int KILOBYTES = 4000;

  private final List<ImageName> names = new ArrayList<>();
  private @Nullable Drydock drydock;
  private @Nullable Session session;

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("pull", IMAGES + " images of 4 MB at once from a registry of this machine", "ms")
            .withGoal(Comparison.DRYDOCK_OVER_RAW, 1.05));
  }

  @Override
  public int reps() {
    return 20;
  }

  @Override
  public int restMillis() {
    return 500;
  }

  @Override
  public List<String> contenders() {
    return List.of("raw", "drydock");
  }

  @Override
  public void prepare(List<Contender> contenders) {
    drydock = Drydock.connect();
    Session own = drydock.openSession();
    session = own;
    Container registry = own.start(ContainerSpec.of("drydock-test/registry:2").withPort(5000));
    String host = "127.0.0.1:" + registry.endpoint(5000).port();
    for (int i = 0; i < IMAGES; i++) {
      Container box = own.start(ContainerSpec.of(Wish.IMAGE).withCommand("sleep", "1000"));
      box.exec("sh", "-c", "head -c " + KILOBYTES + "000 /dev/urandom >/random");
      Image made = box.commit();
      Image image = made.tag(host + "/benchmark/image-" + i + ":1");
      image.push();
      image.remove();
      made.remove();
      box.close();
      names.add(image.name());
    }
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    try {
      long begin = System.nanoTime();
      contender.pullAll(names.stream().map(ImageName::toString).toList());
      return new double[] {(System.nanoTime() - begin) / 1e6};
    } finally {
      for (ImageName each : names) {
        remove(each);
      }
    }
  }

  private void remove(ImageName image) {
    Session own = session;
    if (own != null) {
      try {
        own.image(image, PullPolicy.never()).remove();
      } catch (ImageException e) {
        // It was not pulled.
      }
    }
  }

  @Override
  public void close() {
    Drydock own = drydock;
    if (own != null) {
      own.close();
    }
  }
}
