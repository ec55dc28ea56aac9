package dev.drydock.internal.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a private key from a PEM file. Java knows one form, PKCS#8; the two older ones, PKCS#1 for
 * RSA and SEC 1 for elliptic curves, are wrapped into it.
 */
final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int CURVE = 0xa0;

  private static final String VERSION = "020100";
  private static final String RSA = "06092a864886f70d0101010500";
  private static final String EC = "06072a8648ce3d0201";

  private PemKey() {}

  /**
   * Reads it.
   *
   * @throws IOException when the file has no key that Java can use, saying so
   */
  static PrivateKey read(Path file) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException(file + " does not hold a private key in PEM form");
    }
    String kind = block.group(1);
    String body = block.group(2);
    if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw new IOException(
          file + " is protected by a password; \"openssl pkey\" writes it without one");
    }
    try {
      byte[] key = Base64.getMimeDecoder().decode(body);
      return pkcs8(
          switch (kind) {
            case "RSA PRIVATE KEY" -> wrap(der(SEQUENCE, bytes(RSA)), key);
            case "EC PRIVATE KEY" -> wrap(der(SEQUENCE, bytes(EC), curve(key)), key);
            default -> key;
          });
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(file + " holds a private key that Java cannot read", e);
    }
  }

  private static PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
    GeneralSecurityException first = null;
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new GeneralSecurityException("no algorithm") : first;
  }

  private static byte[] bytes(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal);
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, bytes(VERSION), algorithm, der(OCTETS, key));
  }

  /** The name of the curve, which SEC 1 writes within the key and PKCS#8 before it. */
  private static byte[] curve(byte[] key) {
    int at = contentStart(key, 0);
    while ((key[at] & 0xff) != CURVE) {
      at = contentStart(key, at) + contentLength(key, at);
    }
    int start = contentStart(key, at);
    return Arrays.copyOfRange(key, start, start + contentLength(key, at));
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static int contentLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < first - 0x80; i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      content.writeBytes(each);
    }
    int length = content.size();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    if (length < 0x80) {
      whole.write(length);
    } else if (length < 0x100) {
      whole.write(0x81);
      whole.write(length);
    } else {
      whole.write(0x82);
      whole.write(length >> 8);
      whole.write(length & 0xff);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
