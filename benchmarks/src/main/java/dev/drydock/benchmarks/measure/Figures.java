package dev.drydock.benchmarks.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * All that one contender scored in one row.
 *
 * @param samples in the order they were taken
 */
public record Figures(List<Double> samples) {

  /** Copies the samples, of which there must be one. */
  public Figures {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("figures must have at least one sample, had none");
    }
  }

  /** The middle one, or the mean of the two in the middle. */
  public double median() {
    double[] sorted = sorted();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The least that nine of ten do not exceed. */
  public double p90() {
    double[] sorted = sorted();
    return sorted[(int) Math.ceil(sorted.length * 0.9) - 1];
  }

  private double[] sorted() {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** A figure in as many digits as mean something: 0.71, 12.3, 1450. */
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    double size = Math.abs(value);
    int digits = size < 10 ? 2 : size < 1000 ? 1 : 0;
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    return rounded.scale() > 0 && rounded.stripTrailingZeros().scale() <= 0
        ? rounded.setScale(0, RoundingMode.HALF_UP).toPlainString()
        : rounded.toPlainString();
  }

  /** A ratio or difference: always two digits behind the point. */
  public static String ratio(double value) {
    return Double.isNaN(value)
        ? "n/a"
        : BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
