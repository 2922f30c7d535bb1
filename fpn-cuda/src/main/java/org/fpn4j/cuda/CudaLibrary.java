package org.fpn4j.cuda;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.cudnn.EngineRules;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.driver.Card;
import org.fpn4j.cuda.driver.Devices;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;

/** NVIDIA's cards, by CUDA C and cuDNN. */
@AutoService(KernelLibrary.class)
public final class CudaLibrary implements KernelLibrary {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String title() {
        return "CUDA";
    }

    @Override
    public int rank() {
        return 200;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.FLOAT16);
    }

    @Override
    public Set<KernelKey> keys() {
        return EnumSet.allOf(KernelKey.class);
    }

    /** All cards, so that an index is the driver's; one that cannot be used is refused when it is asked for. */
    @Override
    public int devices() {
        return Devices.here().cards().size();
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        return CudaBackend.isOnClassPath()
                ? Optional.of(
                        "ND4J's own CUDA 11.6 backend is on the class path, and a process has one CUDA; build with"
                                + " FPN_PROFILES=cuda alone")
                : Devices.here().unavailable(type(precision));
    }

    private static ElementType type(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> ElementType.FLOAT32;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case FLOAT16 -> ElementType.FLOAT16;
            case INT8 -> throw new IllegalArgumentException("no type of a card here: " + precision);
        };
    }

    @Override
    public String description() {
        Devices devices = Devices.here();
        return devices.cards().stream().map(Card::toString).collect(Collectors.joining("; ")) + "; "
                + devices.versions();
    }

    @Override
    public String processor() {
        return Devices.here().cards().stream()
                .map(card -> "compute capability " + card.capability())
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    @Override
    public List<String> findings() {
        Devices devices = Devices.here();
        List<String> findings = new ArrayList<>();
        findings.add("kernels for NVIDIA's cards; their tests have run on compute capability 9.0 (H200) alone");
        findings.addAll(devices.missing());
        if (devices.missing().isEmpty()) {
            findings.add(devices.versions());
            for (Card card : devices.cards()) {
                findings.add("card " + card.index() + ": " + card
                        + devices.unavailable(card, ElementType.FLOAT32)
                                .map("; "::concat)
                                .orElse(""));
            }
        }
        devices.folders().forEach(folder -> findings.add("libraries in " + folder));
        return findings;
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        ElementType type = type(options.precision());
        Devices devices = Devices.here();
        DeviceMemory memory = devices.memory(options.device(), type);
        EngineRules rules = new EngineRules(options.deterministic(), options.tf32());
        Convolutions convolutions = devices.convolutions(options.device(), rules, options.search());
        CudaKernels kernels = new CudaKernels(memory, type, convolutions);
        CardAnswers.require(kernels, options);
        return kernels;
    }
}
