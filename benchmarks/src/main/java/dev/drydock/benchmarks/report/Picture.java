package dev.drydock.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drydock.benchmarks.measure.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Bars, three a row, each row in a scale of its own: the longest bar is the slowest contender. */
final class Picture {

  private static final int WIDTH = 860;
  private static final int LEFT = 330;
  private static final int LONGEST = 400;
  private static final int BAR = 12;
  private static final int GAP = 14;
  private static final int TOP = 54;

  private static final Map<String, String> COLOURS =
      new TreeMap<>(Map.of("raw", "#8a8f98", "drydock", "#1f6feb", "testcontainers", "#d9822b"));
  private static final List<String> ORDER = List.of("raw", "drydock", "testcontainers");

  private final List<JsonNode> rows;

  Picture(List<JsonNode> rows) {
    this.rows = rows;
  }

  String svg() {
    StringBuilder bars = new StringBuilder();
    int y = TOP;
    for (JsonNode row : rows) {
      text(bars, LEFT - 12, y + 2 * BAR - 3, "end", "#1f2328", row.path("case").asText());
      double most = 0;
      for (String each : ORDER) {
        most = Math.max(most, row.path(each).path("median").asDouble());
      }
      for (String each : ORDER) {
        double median = row.path(each).path("median").asDouble();
        if (median > 0) {
          bar(
              bars,
              y,
              each,
              median / most,
              Figures.plain(median) + " " + row.path("unit").asText());
        }
        y += BAR + 1;
      }
      y += GAP;
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"12\">%n",
            WIDTH,
            y,
            WIDTH));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    int x = LEFT;
    for (String each : ORDER) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"18\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
              x,
              COLOURS.get(each)));
      text(svg, x + 18, 28, "start", "#1f2328", each);
      x += 110;
    }
    text(svg, 12, 28, "start", "#59636e", "medians; shorter is better");
    return svg.append(bars).append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, int y, String contender, double part, String label) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LEFT,
            y,
            Math.max(1, part * LONGEST),
            BAR,
            COLOURS.get(contender)));
    text(svg, (int) (LEFT + 6 + part * LONGEST), y + BAR - 2, "start", "#59636e", label);
  }

  private static void text(
      StringBuilder svg, int x, int y, String anchor, String colour, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            colour,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
