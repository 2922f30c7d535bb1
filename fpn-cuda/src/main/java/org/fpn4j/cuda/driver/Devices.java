package org.fpn4j.cuda.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.DiskCache;
import org.fpn4j.cuda.cudnn.ConvolutionPlans;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.cudnn.CudnnTarget;
import org.fpn4j.cuda.cudnn.EngineRules;
import org.fpn4j.cuda.cudnn.PlanTimer;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.device.CudaDevice.Capability;

/**
 * The cards of this machine. Asking is safe on every machine: libraries are looked for before they are loaded, and what is
 * missing is a sentence. Each card that is used is opened once for the process.
 */
public final class Devices {
    /** The least that kernels are made for: Turing. */
    private static final Capability LEAST = new Capability(7, 5);

    private static final Capability LEAST_FOR_BFLOAT16 = new Capability(8, 0);

    /** What a process has once: libraries cannot be unloaded, and a card has one context. */
    private static final Devices HERE = find();

    private final CudaFiles files;
    private final List<String> missing;
    private final List<Card> cards;
    private final Map<Integer, DriverDevice> opened = new HashMap<>();
    private final Map<Integer, DeviceMemory> memories = new HashMap<>();
    private final Map<List<Object>, ConvolutionPlans> plans = new HashMap<>();

    private Devices(CudaFiles files, List<String> missing, List<Card> cards) {
        this.files = files;
        this.missing = missing;
        this.cards = cards;
    }

    /** Those that this process sees. */
    public static Devices here() {
        return HERE;
    }

    private static Devices find() {
        Optional<String> unsupported = NativeLibraries.unsupported();
        if (unsupported.isPresent()) {
            return without(new CudaFiles(Map.of(), List.of()), List.of(unsupported.get()));
        }
        List<Path> folders = LibraryFolders.of(System.getenv(), Path.of("/"));
        CudaFiles files = CudaFiles.in(folders);
        List<String> missing = new ArrayList<>();
        NativeLibraries.loadDriver(folders).ifPresent(missing::add);
        missing.addAll(files.missing());
        if (missing.isEmpty()) {
            NativeLibraries.load(files).or(Driver::unavailable).ifPresent(missing::add);
        }
        return missing.isEmpty() ? new Devices(files, List.of(), Driver.cards()) : without(files, missing);
    }

    private static Devices without(CudaFiles files, List<String> missing) {
        return new Devices(files, List.copyOf(missing), List.of());
    }

    /** What is missing before a card can be used, each in one sentence; empty where nothing is. */
    public List<String> missing() {
        return missing;
    }

    /** All cards, served or not; the index of one is its place here. */
    public List<Card> cards() {
        return cards;
    }

    /** Why no card can be used for a type, in one sentence; empty where one can. */
    public Optional<String> unavailable(ElementType type) {
        if (!missing.isEmpty()) {
            return Optional.of(missing.get(0));
        }
        return cards.stream().anyMatch(card -> unavailable(card, type).isEmpty())
                ? Optional.empty()
                : unavailable(cards.get(0), type);
    }

    /** Why a card cannot be used for a type, in one sentence; empty where it can. */
    public Optional<String> unavailable(Card card, ElementType type) {
        String has = "card[" + card.name() + "] has compute capability " + card.capability() + ", and ";
        if (card.capability().compareTo(LEAST) < 0) {
            return Optional.of(has + "the kernels are for " + LEAST + " (Turing) and later");
        }
        return type == ElementType.BFLOAT16 && card.capability().compareTo(LEAST_FOR_BFLOAT16) < 0
                ? Optional.of(has + "bfloat16 needs " + LEAST_FOR_BFLOAT16 + " (Ampere) or later")
                : Optional.empty();
    }

    /**
     * The memory of a card, the same at every call.
     *
     * @param type that its kernels are to compute in
     * @throws UserInputException where the card cannot be used for it, or gives nothing to this process
     */
    public synchronized DeviceMemory memory(int index, ElementType type) {
        unavailable(cards.get(index), type).ifPresent(reason -> {
            throw new UserInputException("execution", reason, "execution.device names another card where there is one");
        });
        return memories.computeIfAbsent(index, key -> new DeviceMemory(device(key)));
    }

    private DriverDevice device(int index) {
        return opened.computeIfAbsent(index, key -> DriverDevice.open(cards.get(key)));
    }

    /**
     * A card's convolutions, the same at every call.
     *
     * @param isTimed whether the first few engines are timed, and not the first of them taken
     * @throws UserInputException where the card's cuDNN cannot be used
     */
    public synchronized Convolutions convolutions(int index, EngineRules rules, boolean isTimed) {
        return plans.computeIfAbsent(List.of(index, rules, isTimed), key -> {
            DriverDevice device = device(index);
            device.enter();
            device.cudnn();
            return new ConvolutionPlans(
                    CudnnTarget.of(device::cudnn, device),
                    rules,
                    DiskCache.named("plans"),
                    isTimed ? Optional.of(new PlanTimer(device)) : Optional.empty());
        });
    }

    /** Versions of what is loaded, for people; asked only where nothing is missing. */
    public String versions() {
        return Driver.versions();
    }

    /** Where the libraries were found: each folder once. */
    public List<Path> folders() {
        return files.files().values().stream().map(Path::getParent).distinct().toList();
    }
}
