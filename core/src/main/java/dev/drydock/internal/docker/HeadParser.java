package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a response: the status line and the headers, one a line. HTTP core's own parser
 * copes with more than engines send, and takes a third of the time that a first call needs.
 */
final class HeadParser
    implements HttpMessageParser<ClassicHttpResponse>,
        HttpMessageParserFactory<ClassicHttpResponse> {

  private static final int MOST_HEADERS = 200;

  private final CharArrayBuffer line = new CharArrayBuffer(128);

  @Override
  @SuppressWarnings("deprecation") // the one that has to be there
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    return this;
  }

  /** Null when the connection ends before the first byte. */
  @Override
  public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    String status = nextLine(buffer, in);
    if (status == null) {
      return null;
    }
    ClassicHttpResponse response = statusLine(status);
    for (int i = 0; i < MOST_HEADERS; i++) {
      String header = nextLine(buffer, in);
      if (header == null) {
        throw new ParseException("it ends within its head");
      }
      if (header.isEmpty()) {
        return response;
      }
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new ParseException("no header: " + header);
      }
      response.addHeader(header.substring(0, colon).trim(), header.substring(colon + 1).trim());
    }
    throw new ParseException("it has more than " + MOST_HEADERS + " headers");
  }

  private @Nullable String nextLine(SessionInputBuffer buffer, InputStream in) throws IOException {
    line.clear();
    return buffer.readLine(line, in) < 0 ? null : line.toString();
  }

  /** For example {@code HTTP/1.1 200 OK}; the reason may be missing. */
  private static ClassicHttpResponse statusLine(String line) throws ParseException {
    boolean old = line.startsWith("HTTP/1.0 ");
    if ((!old && !line.startsWith("HTTP/1.1 ")) || line.length() < 12) {
      throw new ParseException("it begins with " + line.substring(0, Math.min(40, line.length())));
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new ParseException("it begins with " + line.substring(0, 12));
      }
      status = 10 * status + digit;
    }
    ClassicHttpResponse response = new BasicClassicHttpResponse(status, line.substring(12).trim());
    response.setVersion(old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
    return response;
  }
}
