package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NO_DEVICE;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudnn.cudnnGetCudartVersion;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;
import static org.fpn4j.cuda.driver.Calls.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.SizeTPointer;
import org.fpn4j.engine.device.CudaDevice.Capability;

/** What the driver answers, once its library and CUDA's are loaded; before that no method may be called. */
final class Driver {
    /** CUDA 13.0, as the driver counts. */
    private static final int CUDA_13 = 13000;

    private Driver() {}

    /** Why it cannot be used, in one sentence; empty where it can. Asked before anything that an old driver lacks. */
    static Optional<String> unavailable() {
        int[] version = new int[1];
        int code = cuDriverGetVersion(version);
        if (code == CUDA_SUCCESS && version[0] < CUDA_13) {
            return Optional.of("the NVIDIA driver serves CUDA up to " + cuda(version[0])
                    + ", and CUDA 13 needs driver 580 or later; install that");
        }
        code = code == CUDA_SUCCESS ? cuInit(0) : code;
        int[] count = new int[1];
        code = code == CUDA_SUCCESS ? cuDeviceGetCount(count) : code;
        if (code == CUDA_ERROR_NO_DEVICE || (code == CUDA_SUCCESS && count[0] == 0)) {
            String visible = System.getenv("CUDA_VISIBLE_DEVICES");
            return Optional.of("the NVIDIA driver finds no card"
                    + (visible == null ? "" : " with CUDA_VISIBLE_DEVICES[" + visible + "]"));
        }
        return code == CUDA_SUCCESS
                ? cudnnUnavailable()
                : Optional.of("the NVIDIA driver cannot be used: " + Calls.words(code));
    }

    private static Optional<String> cudnnUnavailable() {
        int cuda = (int) cudnnGetCudartVersion() / 1000;
        return cuda == CUDA_13 / 1000
                ? Optional.empty()
                : Optional.of("cuDNN " + cudnn() + " is one for CUDA " + cuda
                        + ", and one for CUDA 13 is needed; pip install nvidia-cudnn-cu13 gets it");
    }

    private static String cuda(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    /** cuDNN's version: {@code 9.24.0}. */
    private static String cudnn() {
        long version = cudnnGetVersion();
        return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
    }

    /** NVRTC's version: {@code 13.0}. */
    static String compiler() {
        int[] major = new int[1];
        int[] minor = new int[1];
        nvrtcVersion(major, minor);
        return major[0] + "." + minor[0];
    }

    /** Everything that has a version, for people. */
    static String versions() {
        int[] version = new int[1];
        check(cuDriverGetVersion(version), "cuDriverGetVersion");
        return "driver for CUDA up to " + cuda(version[0]) + ", NVRTC " + compiler() + ", cuDNN " + cudnn();
    }

    /** All cards, in the driver's order. */
    static List<Card> cards() {
        int[] count = new int[1];
        check(cuDeviceGetCount(count), "cuDeviceGetCount");
        List<Card> cards = new ArrayList<>();
        for (int index = 0; index < count[0]; index++) {
            cards.add(card(index));
        }
        return List.copyOf(cards);
    }

    private static Card card(int index) {
        int device = handle(index);
        byte[] name = new byte[256];
        check(cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        try (SizeTPointer memory = new SizeTPointer(1)) {
            check(cuDeviceTotalMem(memory, device), "cuDeviceTotalMem");
            return new Card(
                    index,
                    new String(name, StandardCharsets.UTF_8).split("\0", 2)[0].strip(),
                    new Capability(
                            attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
                            attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device)),
                    memory.get());
        }
    }

    /** What the driver's other calls want in place of an index. */
    static int handle(int index) {
        int[] device = new int[1];
        check(cuDeviceGet(device, index), "cuDeviceGet");
        return device[0];
    }

    private static int attribute(int which, int device) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, which, device), "cuDeviceGetAttribute");
        return value[0];
    }
}
