package org.fpn4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.KernelSource;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel compiles for every generation of cards, in every type. NVRTC needs neither card nor driver; its Java binding
 * does, so its C functions are called.
 */
@EnabledIf(
        value = "isThere",
        disabledReason = "libnvrtc.so.13 was not found; FPN_CUDA_LIB names folders to look in first")
class PtxTest {
    private static final List<String> GENERATIONS = List.of("75", "80", "86", "89", "90", "100", "120");
    private static final Pattern KERNEL = Pattern.compile("\\.entry (\\w+)\\(");

    private static final Optional<NativeLibrary> NVRTC = load();

    static boolean isThere() {
        return NVRTC.isPresent();
    }

    private static Optional<NativeLibrary> load() {
        CudaFiles files = CudaFiles.in(LibraryFolders.of(System.getenv(), Path.of("/")));
        if (!files.files().containsKey("nvrtc")) {
            return Optional.empty();
        }
        files.besideCompiler().forEach(file -> System.load(file.toString()));
        return Optional.of(NativeLibrary.getInstance(files.file("nvrtc").toString()));
    }

    /** Every source of kernels, by its name. */
    static Stream<String> sources() throws IOException, URISyntaxException {
        Path folder = Path.of(KernelSource.class
                        .getResource("/org/fpn4j/cuda/kernels/common.cuh")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cu"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void compilesForEveryGenerationInEveryType(String source) {
        for (ElementType type : ElementType.values()) {
            List<String> first = null;
            for (String generation : GENERATIONS) {
                String ptx = compile(
                        KernelProgram.of(new KernelSource(source, type, generated(source)), "compute_" + generation));

                assertThat(ptx).contains(".target sm_" + generation);
                List<String> kernels = new ArrayList<>();
                Matcher matcher = KERNEL.matcher(ptx);
                while (matcher.find()) {
                    kernels.add(matcher.group(1));
                }
                first = first == null ? kernels : first;
                assertThat(kernels).isNotEmpty().isEqualTo(first);
            }
        }
    }

    /** What some kernels are made of beside their files: a chain of two steps on two inputs, two tensors to compare. */
    private static String generated(String source) {
        return switch (source) {
            case "chain" -> """
                #define CHAIN_INPUTS 2
                #define CHAIN_PARAMETERS const T* in0, const T* in1
                #define CHAIN_ARGUMENTS in0, in1
                #define CHAIN_EXPRESSION Swish::backward(x[0], Relu::forward(x[1]))
                """;
            case "maximum" -> """
                #define MAXIMUM_INPUTS 2
                #define MAXIMUM_FROM const T* x0, const T* x1
                #define MAXIMUM_TO T* dx0, T* dx1
                #define MAXIMUM_XS x0, x1
                #define MAXIMUM_DXS dx0, dx1
                """;
            default -> "";
        };
    }

    private static int call(String function, Object... arguments) {
        return NVRTC.orElseThrow().getFunction(function).invokeInt(arguments);
    }

    private static String compile(KernelProgram program) {
        PointerByReference made = new PointerByReference();
        assertThat(call("nvrtcCreateProgram", made, program.text(), program.name(), 0, Pointer.NULL, Pointer.NULL))
                .isZero();
        Pointer handle = made.getValue();
        String[] options = program.options().toArray(new String[0]);
        int code = call("nvrtcCompileProgram", handle, options.length, new StringArray(options));
        assertThat(code)
                .as(() -> program.architecture() + ": " + text(handle, "nvrtcGetProgramLog"))
                .isZero();
        String ptx = text(handle, "nvrtcGetPTX");
        assertThat(call("nvrtcDestroyProgram", made)).isZero();
        return ptx;
    }

    private static String text(Pointer program, String function) {
        LongByReference size = new LongByReference();
        assertThat(call(function + "Size", program, size)).isZero();
        Memory text = new Memory(size.getValue() + 1);
        assertThat(call(function, program, text)).isZero();
        return text.getString(0);
    }
}
