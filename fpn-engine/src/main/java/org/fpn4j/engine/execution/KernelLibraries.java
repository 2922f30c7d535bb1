package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries of kernels that there are, and which of them computes.
 *
 * @param found the highest rank first
 */
public record KernelLibraries(List<KernelLibrary> found) {
    /** The name of whichever is best. */
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(KernelLibraries.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static final String WHERE = "execution";

    public KernelLibraries {
        found = found.stream()
                .sorted(Comparator.comparingInt(KernelLibrary::rank).reversed().thenComparing(KernelLibrary::name))
                .toList();
        if (found.stream().map(KernelLibrary::name).distinct().count() < found.size()) {
            throw new IllegalStateException("two libraries of kernels have the same name: " + named(found));
        }
    }

    /**
     * Those that {@link ServiceLoader} finds. Nothing native is loaded.
     *
     * @throws IllegalStateException if a service entry is broken or two have the same name
     */
    public static KernelLibraries onClassPath() {
        try {
            return new KernelLibraries(
                    ServiceLoader.load(
                                    KernelLibrary.class, Thread.currentThread().getContextClassLoader())
                            .stream()
                            .map(ServiceLoader.Provider::get)
                            .toList());
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException("a service entry of " + KernelLibrary.class.getName() + " is broken", e);
        }
    }

    private static List<String> named(List<KernelLibrary> libraries) {
        return libraries.stream().map(KernelLibrary::name).toList();
    }

    /** What {@code execution.kernels} may be: {@code auto} and all names. */
    public List<String> names() {
        return Stream.concat(Stream.of(AUTO), named(found).stream()).toList();
    }

    /** The library of this name. */
    public Optional<KernelLibrary> named(String name) {
        return found.stream().filter(library -> library.name().equals(name)).findFirst();
    }

    /** Names of those that can compute in a precision, for people: {@code onednn}. */
    public String serving(Precision precision) {
        return serving(found, precision).stream().map(KernelLibrary::name).collect(Collectors.joining(" or "));
    }

    private static List<KernelLibrary> serving(List<KernelLibrary> libraries, Precision precision) {
        return libraries.stream()
                .filter(library -> library.precisions().contains(precision))
                .toList();
    }

    /** Why no library can compute in a precision here, in one sentence; empty where one can. */
    public Optional<String> unavailable(Precision precision) {
        List<String> reasons = new ArrayList<>();
        return first(serving(found, precision), precision, reasons).isPresent()
                ? Optional.empty()
                : Optional.of(reasons.isEmpty() ? "no library here has kernels for it" : String.join("; ", reasons));
    }

    /** The best that works for a precision; empty where none does. */
    public Optional<KernelLibrary> best(Precision precision) {
        return first(serving(found, precision), precision, new ArrayList<>());
    }

    /** The first that works; for those before it their reasons. */
    private static Optional<KernelLibrary> first(
            List<KernelLibrary> candidates, Precision precision, List<String> reasons) {
        for (KernelLibrary library : candidates) {
            Optional<String> unavailable = library.unavailable(precision);
            if (unavailable.isEmpty()) {
                return Optional.of(library);
            }
            reasons.add(unavailable.get());
        }
        return Optional.empty();
    }

    /**
     * The library that would compute.
     *
     * @param name {@code auto} or that of a library
     * @throws UserInputException where there is no such library, it cannot be used here, or it has not what is asked of it
     */
    public KernelLibrary choose(String name, KernelOptions options) {
        List<KernelLibrary> candidates = name.equals(AUTO)
                ? found
                : List.of(named(name)
                        .orElseThrow(() -> new UserInputException(
                                WHERE, "kernels[" + name + "] is not known", "must be one of " + names())));
        requireReaders(name, candidates, options);
        List<String> reasons = new ArrayList<>();
        KernelLibrary chosen = first(
                        reading(serving(candidates, options.precision()), options.asked()),
                        options.precision(),
                        reasons)
                .orElseThrow(() -> refusal(name, options, reasons));
        chosen.requireDevices();
        requireDevice(chosen, options.device());
        if (!reasons.isEmpty() && !TOLD.getAndSet(true)) {
            LOG.warn("execution.kernels[auto] uses {}: {}", chosen.name(), String.join("; ", reasons));
        }
        return chosen;
    }

    private static List<KernelLibrary> reading(List<KernelLibrary> libraries, Set<KernelKey> keys) {
        return libraries.stream()
                .filter(library -> library.keys().containsAll(keys))
                .toList();
    }

    /** Names of those that read a key, for people; empty where none does. */
    public String reading(KernelKey key) {
        return reading(found, Set.of(key)).stream().map(KernelLibrary::name).collect(Collectors.joining(" or "));
    }

    private static void requireReaders(String name, List<KernelLibrary> candidates, KernelOptions options) {
        Problems problems = new Problems();
        for (KernelKey key : options.asked()) {
            if (reading(candidates, Set.of(key)).isEmpty()) {
                problems.add(
                        WHERE,
                        key.key() + "[" + options.value(key) + "] is read by "
                                + (name.equals(AUTO) ? "no library here" : "none of kernels[" + name + "]"),
                        "use " + key.key() + ": " + key.usual());
            }
        }
        problems.throwIfAny();
    }

    private static void requireDevice(KernelLibrary chosen, int device) {
        int devices = chosen.keys().contains(KernelKey.DEVICE) ? chosen.devices() : 1;
        if (device >= devices) {
            throw new UserInputException(
                    WHERE,
                    "device[" + device + "] is not there: kernels[" + chosen.name() + "] find " + devices
                            + (devices == 1 ? " device" : " devices"),
                    "must be " + (devices == 1 ? "0" : "0 to " + (devices - 1)));
        }
    }

    private UserInputException refusal(String name, KernelOptions options, List<String> reasons) {
        Precision precision = options.precision();
        if (reasons.isEmpty()) {
            return new UserInputException(
                    WHERE,
                    "dtype[" + precision.key() + "] is none that kernels[" + name + "] compute in"
                            + (options.asked().isEmpty() ? "" : " with " + asked(options)),
                    "use float32");
        }
        String why = String.join("; ", reasons);
        if (precision != Precision.FLOAT32) {
            return needs("dtype[" + precision.key() + "]", serving(found, precision), why, "use float32");
        }
        if (!options.asked().isEmpty()) {
            return needs(
                    asked(options),
                    reading(found, options.asked()),
                    why,
                    "with " + usual(options) + " others can compute");
        }
        List<String> others = new ArrayList<>(names());
        others.remove(name);
        String last = others.remove(others.size() - 1);
        return new UserInputException(
                WHERE,
                "kernels[" + name + "] cannot be used: " + why,
                "use " + String.join(", ", others) + " or " + last);
    }

    private static UserInputException needs(String what, List<KernelLibrary> who, String why, String hint) {
        String titles = who.stream().map(KernelLibrary::title).collect(Collectors.joining(" or "));
        return new UserInputException(WHERE, what + " needs " + titles + ", and " + why, hint);
    }

    private static String asked(KernelOptions options) {
        return options.asked().stream()
                .map(key -> key.key() + "[" + options.value(key) + "]")
                .collect(Collectors.joining(" and "));
    }

    private static String usual(KernelOptions options) {
        return options.asked().stream()
                .map(key -> key.key() + ": " + key.usual())
                .collect(Collectors.joining(", "));
    }

    /**
     * An executor with the kernels of a library, and behind them those of a complete one.
     *
     * @param name {@code auto} or that of a library
     * @throws UserInputException where there is no such library, it cannot be used here, or it has not what is asked of it
     */
    public PlanExecutor executor(String name, KernelOptions options) {
        PlanExecutor executor = unscaled(choose(name, options), options);
        return options.precision().scalesGradients() ? executor.scalingGradients() : executor;
    }

    private PlanExecutor unscaled(KernelLibrary chosen, KernelOptions options) {
        if (chosen.isComplete()) {
            return new PlanExecutor(chosen.name(), purpose -> List.of(created(chosen, options, purpose)));
        }
        KernelLibrary behind = found.stream()
                .filter(KernelLibrary::isComplete)
                .filter(library -> library.unavailable(Precision.FLOAT32).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no library has a kernel for every step: " + names()));
        behind.requireDevices();
        return new PlanExecutor(chosen.name(), purpose -> {
            KernelProvider last = behind.create(KernelOptions.of(Precision.FLOAT32, options.threads()));
            try {
                return List.of(created(chosen, options, purpose), last);
            } catch (RuntimeException e) {
                last.close();
                throw e;
            }
        });
    }

    private static KernelProvider created(KernelLibrary library, KernelOptions options, Purpose purpose) {
        if (purpose == Purpose.TRAINING) {
            requireTraining(WHERE, options.precision());
        }
        return library.create(options.of(purpose));
    }

    /**
     * Refuses to train in what is for inference alone.
     *
     * @param place of {@code execution.dtype}
     * @throws UserInputException where networks cannot be trained in it
     */
    public static void requireTraining(String place, Precision precision) {
        if (!precision.trains()) {
            throw new UserInputException(
                    place,
                    "execution.dtype[" + precision.key() + "] is for inference",
                    "train in float32 or bfloat16 and predict in " + precision.key());
        }
    }
}
