package dev.drydock.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The published API of one module as text: every exported type with its members, modifiers,
 * signatures, permitted subtypes and nullness, sorted, so that a change shows as a difference.
 *
 * <p>In a package marked {@code @NullMarked} what does not say {@code @Nullable} is never null. Not
 * listed: {@code equals}, {@code hashCode} and {@code toString}, which everything has, and {@code
 * values} and {@code valueOf} of enums.
 */
final class PublicApi {
  private static final Pattern HEADER =
      Pattern.compile("(?:module|package|class|interface|enum|record) ([\\w.$]+)");

  private static final Set<String> ORDINARY =
      Set.of("hashCode[]", "toString[]", "equals[class java.lang.Object]");
  private static final Set<String> ORDINARY_IN_ENUM =
      Set.of("values[]", "valueOf[class java.lang.String]");

  private final ModuleDescriptor module;
  private final Set<String> packages;
  private final List<Class<?>> types;
  private final TypeText text = new TypeText();

  private PublicApi(ModuleDescriptor module, Set<String> packages, List<Class<?>> types) {
    this.module = module;
    this.packages = packages;
    this.types =
        types.stream()
            .filter(type -> packages.contains(type.getPackageName()))
            .filter(PublicApi::isVisible)
            .sorted(Comparator.comparing(Class::getName))
            .toList();
  }

  static PublicApi of(PublishedModule module) {
    return new PublicApi(module.descriptor(), module.exportedPackages(), module.loadedClasses());
  }

  static PublicApi of(String packageName, List<Class<?>> types) {
    ModuleDescriptor module = ModuleDescriptor.newModule("planted").exports(packageName).build();
    return new PublicApi(module, Set.of(packageName), types);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(moduleLines());
    for (String name : packages) {
      lines.add("");
      lines.add("package " + name + (isNullMarked(name) ? " @NullMarked" : ""));
    }
    for (Class<?> type : types) {
      lines.add("");
      lines.add(header(type));
      members(type).stream().sorted().distinct().forEach(member -> lines.add("  " + member));
    }
    return lines;
  }

  /** Every type that a signature names, so that a test can say where they may come from. */
  Set<Class<?>> namedTypes() {
    lines();
    return text.named();
  }

  private List<String> moduleLines() {
    List<String> lines = new ArrayList<>();
    module.exports().forEach(export -> lines.add("  exports " + export));
    module.requires().stream()
        .filter(
            requires ->
                requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
        .forEach(requires -> lines.add("  requires transitive " + requires.name()));
    module.uses().forEach(service -> lines.add("  uses " + service));
    module
        .provides()
        .forEach(
            provides ->
                lines.add(
                    "  provides "
                        + provides.service()
                        + " with "
                        + String.join(", ", provides.providers())));
    Collections.sort(lines);
    lines.add(0, "module " + module.name());
    return lines;
  }

  private String header(Class<?> type) {
    StringBuilder line = new StringBuilder(annotations(type));
    int hidden = Modifier.ABSTRACT | Modifier.INTERFACE | Modifier.STATIC | Modifier.FINAL;
    boolean isPlain = !type.isInterface() && !type.isEnum() && !type.isRecord();
    line.append(words(type.getModifiers() & (isPlain ? ~Modifier.STATIC : ~hidden)));
    if (type.isSealed() && !type.isEnum()) {
      line.append("sealed ");
    }
    line.append(
        type.isAnnotation()
            ? "@interface "
            : type.isInterface()
                ? "interface "
                : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ");
    line.append(TypeText.name(type)).append(text.typeParameters(type));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(this::component)
              .collect(Collectors.joining(", ", "(", ")")));
    }
    AnnotatedType superclass = type.getAnnotatedSuperclass();
    if (isPlain && superclass != null && superclass.getType() != Object.class) {
      line.append(" extends ").append(text.of(superclass));
    }
    if (!type.isAnnotation() && type.getInterfaces().length > 0) {
      line.append(type.isInterface() ? " extends " : " implements ");
      line.append(
          Arrays.stream(type.getAnnotatedInterfaces())
              .map(text::of)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    if (type.isSealed() && !type.isEnum()) {
      line.append(" permits ");
      line.append(
          Arrays.stream(type.getPermittedSubclasses())
              .map(TypeText::name)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    return line.toString();
  }

  private String component(RecordComponent component) {
    return text.of(component.getAnnotatedType()) + " " + component.getName();
  }

  private List<String> members(Class<?> type) {
    List<String> members = new ArrayList<>();
    Map<String, Object> constants = constants(type);
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant()) {
        members.add(annotations(field) + "constant " + field.getName());
      } else if (isOpen(type, field.getModifiers()) && !field.isSynthetic()) {
        members.add(field(field, constants.get(field.getName())));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isOpen(type, constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add(executable(constructor, "new"));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isOpen(type, method.getModifiers()) && !method.isSynthetic() && !isOrdinary(method)) {
        members.add(executable(method, method.getName()));
      }
    }
    Class<?> superclass = type.getSuperclass();
    if (superclass != null && !isVisible(superclass)) {
      members.addAll(members(superclass).stream().filter(m -> !m.contains(" new(")).toList());
    }
    return members;
  }

  private String field(Field field, @Nullable Object constant) {
    String line =
        annotations(field)
            + words(field.getModifiers() & ~(Modifier.TRANSIENT | Modifier.VOLATILE))
            + text.of(field.getAnnotatedType())
            + " "
            + field.getName();
    return constant == null ? line : line + " = " + constant;
  }

  private String executable(Executable executable, String name) {
    StringBuilder line = new StringBuilder(annotations(executable));
    int hidden = Modifier.NATIVE | Modifier.SYNCHRONIZED | Modifier.STRICT;
    hidden |= Modifier.VOLATILE | Modifier.TRANSIENT; // the bits of bridge and varargs
    line.append(words(executable.getModifiers() & ~hidden));
    if (executable instanceof Method method && method.isDefault()) {
      line.append("default ");
    }
    String parameters = text.typeParameters(executable);
    line.append(parameters).append(parameters.isEmpty() ? "" : " ");
    if (executable instanceof Method method) {
      line.append(text.of(method.getAnnotatedReturnType())).append(' ');
    }
    line.append(name).append('(');
    AnnotatedType[] types = executable.getAnnotatedParameterTypes();
    for (int i = 0; i < types.length; i++) {
      String type = text.of(types[i]);
      boolean isRest = executable.isVarArgs() && i == types.length - 1;
      line.append(i == 0 ? "" : ", ");
      line.append(isRest ? type.substring(0, type.length() - 2) + "..." : type);
    }
    line.append(')');
    if (executable.getExceptionTypes().length > 0) {
      line.append(" throws ");
      line.append(
          Arrays.stream(executable.getAnnotatedExceptionTypes())
              .map(text::of)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    if (executable instanceof Method method && method.getDefaultValue() != null) {
      line.append(" default ").append(TypeText.value(method.getDefaultValue()));
    }
    return line.toString();
  }

  /** The annotations of a declaration that the class file keeps, without its nullness. */
  private static String annotations(AnnotatedElement element) {
    return Arrays.stream(element.getDeclaredAnnotations())
        .filter(annotation -> !annotation.annotationType().getName().startsWith("org.jspecify."))
        .map(TypeText::annotation)
        .sorted()
        .map(annotation -> annotation + " ")
        .collect(Collectors.joining());
  }

  private static boolean isNullMarked(String packageName) {
    try {
      Annotation[] annotations =
          Class.forName(packageName + ".package-info", false, PublicApi.class.getClassLoader())
              .getAnnotations();
      return Arrays.stream(annotations).anyMatch(NullMarked.class::isInstance);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Public, or protected in a class that can be extended; and so is everything around it. */
  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return outer == null
        ? Modifier.isPublic(type.getModifiers())
        : type.isMemberClass() && isOpen(outer, type.getModifiers()) && isVisible(outer);
  }

  private static boolean isOpen(Class<?> owner, int modifiers) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers) && !Modifier.isFinal(owner.getModifiers()));
  }

  private static boolean isOrdinary(Method method) {
    String signature = method.getName() + Arrays.toString(method.getParameterTypes());
    return ORDINARY.contains(signature)
        || (method.getDeclaringClass().isEnum() && ORDINARY_IN_ENUM.contains(signature));
  }

  private static String words(int modifiers) {
    return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
  }

  /** The values that the compiler copies into the callers. */
  private static Map<String, Object> constants(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      new ClassReader(in)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable FieldVisitor visitField(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    @Nullable Object value) {
                  if (value != null) {
                    constants.put(name, TypeText.value(value));
                  }
                  return null;
                }
              },
              ClassReader.SKIP_CODE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return constants;
  }

  /** The lines that one has and the other has not, each with the type that it belongs to. */
  static List<String> differences(List<String> accepted, List<String> found) {
    List<String> before = withOwners(accepted);
    List<String> after = withOwners(found);
    Set<String> old = new HashSet<>(before);
    Set<String> now = new HashSet<>(after);
    List<String> differences = new ArrayList<>();
    before.stream().filter(line -> !now.contains(line)).forEach(l -> differences.add("- " + l));
    after.stream().filter(line -> !old.contains(line)).forEach(l -> differences.add("+ " + l));
    return differences;
  }

  private static List<String> withOwners(List<String> lines) {
    List<String> result = new ArrayList<>();
    String owner = "";
    for (String line : lines) {
      Matcher header = HEADER.matcher(line);
      if (line.startsWith("  ")) {
        result.add(owner + ": " + line.strip());
      } else if (header.find()) {
        owner = header.group(1);
        result.add(line);
      }
    }
    return result;
  }
}
