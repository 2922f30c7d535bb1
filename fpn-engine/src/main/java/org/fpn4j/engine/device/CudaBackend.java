package org.fpn4j.engine.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.device.CudaDevice.Capability;

/**
 * ND4J's CUDA backend: whether it is on the class path, and which devices it can serve.
 *
 * <p>{@code libnd4jcuda.so} of nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0 and
 * 8.6, and no PTX, so the driver has nothing to compile for other devices: Kepler before 3.7 (3.5 included) and everything
 * from Hopper's 9.0 on cannot run it, while 8.9 runs the code for 8.6.
 */
public final class CudaBackend {
    /** What it serves, for people. */
    public static final String SERVED = "compute capability 3.7 to 8.9";

    private static final String INSTEAD = "compute on the CPU: run ./fpn without FPN_PROFILES=nd4j-cuda";
    private static final String OR_CUDA =
            ", or with FPN_PROFILES=cuda, whose kernels are for compute capability 7.5 and later";
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final String CLASS = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final Capability FIRST = new Capability(3, 7);
    private static final Capability FIRST_TOO_NEW = new Capability(9, 0);

    private CudaBackend() {}

    /** Looks for its class without loading it. */
    public static boolean isOnClassPath() {
        return CudaBackend.class.getClassLoader().getResource(CLASS) != null;
    }

    /** Whether there is a driver of NVIDIA's whatever its command says, as in containers that have the one without the other. */
    public static boolean hasDriver() {
        return Files.exists(DRIVER);
    }

    /** Whether its machine code runs on a device. */
    public static boolean serves(Capability capability) {
        return capability.compareTo(FIRST) >= 0 && capability.compareTo(FIRST_TOO_NEW) < 0;
    }

    /** What to say of a device that it cannot serve, and what to use instead. */
    public static String refusal(CudaDevice device) {
        return "device[" + device.name() + "] has compute capability[" + device.capability()
                + "], but ND4J's CUDA 11.6 backend has machine code for " + SERVED
                + " only; " + INSTEAD + OR_CUDA;
    }

    /**
     * Must be called before ND4J is first used: loading it on a device that it cannot serve ends in an error of CUDA's.
     *
     * @throws UserInputException where the CUDA backend is on the class path and there is no device, or one that it cannot
     *     serve
     */
    public static void requireServedDevices() {
        if (isOnClassPath()) {
            String visible = System.getenv("CUDA_VISIBLE_DEVICES");
            List<Problem> problems = problems(CudaDevices.find(), hasDriver(), visible != null && !visible.isEmpty());
            if (!problems.isEmpty()) {
                throw new UserInputException(problems);
            }
        }
    }

    /**
     * Why the backend cannot work; empty where it may.
     *
     * @param driver {@link #hasDriver}
     * @param chosen true where the user shows CUDA some of the devices only: then one that can be served is enough, as
     *     the driver's command tells all
     */
    static List<Problem> problems(CudaDevices found, boolean driver, boolean chosen) {
        List<CudaDevice> devices = found.devices();
        if (devices.isEmpty() && !driver) {
            return List.of(Problem.of(
                    "cuda", "no NVIDIA device for ND4J's CUDA 11.6 backend: " + found.reason() + "; " + INSTEAD));
        }
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            if (!serves(devices.get(i).capability())) {
                problems.add(Problem.of("cuda device " + i, refusal(devices.get(i))));
            }
        }
        boolean someServed = problems.size() < devices.size();
        return chosen && someServed ? List.of() : problems;
    }
}
