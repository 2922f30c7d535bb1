package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
import static org.bytedeco.cuda.global.cudart.cuGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cuGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cuGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cuGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cuStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cuStreamEndCapture;
import static org.fpn4j.cuda.driver.Calls.check;

import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.fpn4j.engine.kernel.Kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels that are recorded as a graph of CUDA's when they run for the second time: at the first, libraries still load what
 * they need. Where they cannot be recorded they run one by one, as they do at first.
 */
final class RecordedKernels implements Kernel {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedKernels.class);

    private enum State {
        FRESH,
        RUN_ONCE,
        RECORDED,
        ONE_BY_ONE
    }

    private final DriverDevice device;
    private final List<Kernel> kernels;
    private final CUgraphExec_st graph = new CUgraphExec_st();
    private State state = State.FRESH;

    RecordedKernels(DriverDevice device, List<Kernel> kernels) {
        this.device = device;
        this.kernels = List.copyOf(kernels);
    }

    @Override
    public void run() {
        synchronized (device) { // what another thread launched meanwhile would be recorded, too
            if (state == State.RUN_ONCE) {
                state = isRecorded() ? State.RECORDED : State.ONE_BY_ONE;
            }
            if (state == State.RECORDED) {
                check(cuGraphLaunch(graph, device.stream()), "cuGraphLaunch");
            } else {
                kernels.forEach(Kernel::run);
                state = state == State.FRESH ? State.RUN_ONCE : state;
            }
        }
    }

    /** Records and runs nothing. */
    private boolean isRecorded() {
        int code = cuStreamBeginCapture(device.stream(), CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
        if (code != CUDA_SUCCESS) {
            return refused("cuStreamBeginCapture: " + Calls.words(code));
        }
        RuntimeException failure = null;
        try {
            kernels.forEach(Kernel::run);
        } catch (RuntimeException e) {
            failure = e; // the recording must end before anything else can be done
        }
        CUgraph_st recorded = new CUgraph_st();
        code = cuStreamEndCapture(device.stream(), recorded);
        if (failure != null || code != CUDA_SUCCESS) {
            return refused(failure == null ? "cuStreamEndCapture: " + Calls.words(code) : failure.getMessage());
        }
        code = cuGraphInstantiate(graph, recorded, 0);
        check(cuGraphDestroy(recorded), "cuGraphDestroy");
        return code == CUDA_SUCCESS || refused("cuGraphInstantiate: " + Calls.words(code));
    }

    private boolean refused(String why) {
        LOG.info("{} kernels cannot be recorded and run one by one: {}", kernels.size(), why);
        return false;
    }

    @Override
    public void close() {
        synchronized (device) {
            device.enter();
            if (state == State.RECORDED) {
                device.await();
                check(cuGraphExecDestroy(graph), "cuGraphExecDestroy");
                state = State.ONE_BY_ONE;
            }
        }
        kernels.forEach(Kernel::close);
    }
}
