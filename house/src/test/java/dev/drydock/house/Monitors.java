package dev.drydock.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * No {@code synchronized}: before JDK 24 a virtual thread that blocks in a monitor blocks its
 * carrier too.
 */
final class Monitors {
  private Monitors() {}

  static List<String> violations(List<Path> classFiles) {
    List<String> violations = new ArrayList<>();
    for (Path file : classFiles) {
      try {
        new ClassReader(Files.readAllBytes(file))
            .accept(new Finder(violations), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return violations;
  }

  private static final class Finder extends ClassVisitor {
    private final List<String> violations;
    private String type = "";

    Finder(List<String> violations) {
      super(Opcodes.ASM9);
      this.violations = violations;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      type = name.replace('/', '.');
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      String method = type + "." + name;
      if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        violations.add(method + " is synchronized");
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.MONITORENTER) {
            violations.add(method + " enters a monitor");
          }
        }
      };
    }
  }
}
