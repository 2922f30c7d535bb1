package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.kernel.KernelLibrary;
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
     * @throws UserInputException where there is no such library, or it cannot be used here
     */
    public KernelLibrary choose(String name, Precision precision) {
        List<KernelLibrary> candidates = name.equals(AUTO)
                ? found
                : List.of(named(name)
                        .orElseThrow(() -> new UserInputException(
                                WHERE, "kernels[" + name + "] is not known", "must be one of " + names())));
        List<String> reasons = new ArrayList<>();
        KernelLibrary chosen = first(serving(candidates, precision), precision, reasons)
                .orElseThrow(() -> refusal(name, precision, reasons));
        chosen.requireDevices();
        if (!reasons.isEmpty() && !TOLD.getAndSet(true)) {
            LOG.warn("execution.kernels[auto] uses {}: {}", chosen.name(), String.join("; ", reasons));
        }
        return chosen;
    }

    private UserInputException refusal(String name, Precision precision, List<String> reasons) {
        if (reasons.isEmpty()) {
            return new UserInputException(
                    WHERE,
                    "dtype[" + precision.key() + "] is none that kernels[" + name + "] compute in",
                    "use float32");
        }
        String why = String.join("; ", reasons);
        if (precision != Precision.FLOAT32) {
            String titles =
                    serving(found, precision).stream().map(KernelLibrary::title).collect(Collectors.joining(" or "));
            return new UserInputException(
                    WHERE, "dtype[" + precision.key() + "] needs " + titles + ", and " + why, "use float32");
        }
        List<String> others = new ArrayList<>(names());
        others.remove(name);
        String last = others.remove(others.size() - 1);
        return new UserInputException(
                WHERE,
                "kernels[" + name + "] cannot be used: " + why,
                "use " + String.join(", ", others) + " or " + last);
    }

    /**
     * An executor with the kernels of a library, and behind them those of a complete one.
     *
     * @param name {@code auto} or that of a library
     * @param threads of native kernels; 1 or more
     * @throws UserInputException where there is no such library, or it cannot be used here
     */
    public PlanExecutor executor(String name, Precision precision, int threads) {
        KernelLibrary chosen = choose(name, precision);
        if (chosen.isComplete()) {
            return new PlanExecutor(chosen.name(), () -> List.of(chosen.create(precision, threads)));
        }
        KernelLibrary behind = found.stream()
                .filter(KernelLibrary::isComplete)
                .filter(library -> library.unavailable(Precision.FLOAT32).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no library has a kernel for every step: " + names()));
        behind.requireDevices();
        return new PlanExecutor(chosen.name(), () -> {
            KernelProvider last = behind.create(Precision.FLOAT32, threads);
            try {
                return List.of(chosen.create(precision, threads), last);
            } catch (RuntimeException e) {
                last.close();
                throw e;
            }
        });
    }
}
