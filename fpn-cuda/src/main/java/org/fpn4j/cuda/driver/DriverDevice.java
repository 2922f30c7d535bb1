package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD8Async;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;
import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;
import static org.fpn4j.cuda.driver.Calls.check;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.DiskCache;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Uploads;
import org.fpn4j.engine.kernel.Kernel;

/**
 * A card by its driver: its primary context, which cuDNN shares, one stream that everything goes into, and another for copies
 * beside it. What goes into the first stream is guarded by this object's lock, because a recording takes whatever comes; who asks cuDNN for something holds
 * it, too. It is never closed: it belongs to the process.
 */
public final class DriverDevice implements Device {
    private static final long ALIGNMENT = 256;

    private final Card card;
    private final CUctx_st context;
    private final CUstream_st stream = new CUstream_st();
    private final CUstream_st copies = new CUstream_st(); // beside it
    private final Staging staging;
    private final KernelCompiler compiler = new KernelCompiler(DiskCache.named("kernels"));
    private final int[] known = KernelCompiler.known();
    private final Map<KernelSource, CUmod_st> modules = new HashMap<>();
    private final Map<Long, Long> allocated = new HashMap<>(); // bytes at an address
    private volatile cudnnContext cudnn;

    private DriverDevice(Card card, CUctx_st context) {
        this.card = card;
        this.context = context;
        check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
        check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        check(cuStreamCreate(copies, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        staging = new Staging(stream);
    }

    /**
     * A card that can be used.
     *
     * @throws UserInputException where the driver gives no context on it
     */
    static DriverDevice open(Card card) {
        CUctx_st context = new CUctx_st();
        int code = cuDevicePrimaryCtxRetain(context, Driver.handle(card.index()));
        if (code != CUDA_SUCCESS) {
            throw new UserInputException(
                    "execution",
                    "card[" + card.name() + "] cannot be used: " + Calls.words(code),
                    "nvidia-smi names the programs that use it");
        }
        return new DriverDevice(card, context);
    }

    /** What it is. */
    public Card card() {
        return card;
    }

    /** What everything goes into; to be used with this object's lock held. */
    public CUstream_st stream() {
        return stream;
    }

    /**
     * cuDNN on this card, made when it is first asked for. What is asked of it goes into {@link #stream}: to be used with this
     * object's lock held.
     *
     * @throws UserInputException where cuDNN gives none
     */
    public cudnnContext cudnn() {
        cudnnContext made = cudnn;
        return made != null ? made : makeCudnn();
    }

    private synchronized cudnnContext makeCudnn() {
        if (cudnn == null) {
            enter();
            cudnnContext made = new cudnnContext();
            int status = cudnnCreate(made);
            status = status == CUDNN_STATUS_SUCCESS ? cudnnSetStream(made, stream) : status;
            if (status != CUDNN_STATUS_SUCCESS) {
                throw new UserInputException(
                        "execution",
                        "cuDNN cannot be used on card[" + card.name() + "]: "
                                + cudnnGetErrorString(status).getString());
            }
            cudnn = made;
        }
        return cudnn;
    }

    @Override
    public String name() {
        return card.name();
    }

    @Override
    public void enter() {
        check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    @Override
    public synchronized long allocate(long bytes) {
        long[] address = new long[1];
        int code = cuMemAlloc(address, bytes);
        if (code == CUDA_ERROR_OUT_OF_MEMORY) {
            throw refusal(bytes);
        }
        check(code, "cuMemAlloc");
        if (address[0] % ALIGNMENT != 0) {
            throw new IllegalStateException("cuMemAlloc gave address[" + address[0] + "]");
        }
        allocated.put(address[0], bytes);
        return address[0];
    }

    /** How many bytes of the card this process has and did not give back. */
    public synchronized long allocated() {
        return allocated.values().stream().mapToLong(Long::longValue).sum();
    }

    private UserInputException refusal(long bytes) {
        return new UserInputException(
                "execution",
                String.format(
                        Locale.ROOT,
                        "arrays of %,d MB are needed beside %,d MB that are there; of the %,d MB of card[%s], %,d MB"
                                + " are free",
                        megabytes(bytes),
                        megabytes(allocated()),
                        megabytes(card.memory()),
                        card.name(),
                        megabytes(available().orElse(0))),
                "a smaller input or batch needs less; nvidia-smi names other programs that use the card");
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    @Override
    public OptionalLong available() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            check(cuMemGetInfo(free, total), "cuMemGetInfo");
            return OptionalLong.of(free.get());
        }
    }

    @Override
    public synchronized void free(long address) {
        await();
        check(cuMemFree(address), "cuMemFree");
        allocated.remove(address);
    }

    @Override
    public synchronized void upload(long address, Pointer host, long bytes) {
        staging.upload(address, host, bytes);
    }

    @Override
    public synchronized Uploads uploads(long address, long count) {
        return new SecondStream(this, copies, address, count);
    }

    @Override
    public synchronized void download(Pointer host, long address, long bytes) {
        staging.download(host, address, bytes);
    }

    @Override
    public synchronized void copy(long to, long from, long bytes) {
        check(cuMemcpyDtoDAsync(to, from, bytes, stream), "cuMemcpyDtoDAsync");
    }

    @Override
    public synchronized void clear(long address, long bytes) {
        check(cuMemsetD8Async(address, (byte) 0, bytes, stream), "cuMemsetD8Async");
    }

    @Override
    public synchronized DeviceFunction function(KernelSource source, String name) {
        CUmod_st module = modules.computeIfAbsent(source, this::compiled);
        CUfunc_st function = new CUfunc_st();
        check(cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name + " of " + source.name());
        return (grid, arguments) -> {
            synchronized (this) {
                PointerPointer<Pointer> more = null;
                int code = cuLaunchKernel(
                        function,
                        grid.x(),
                        grid.y(),
                        1,
                        grid.threadsX(),
                        grid.threadsY(),
                        1,
                        0,
                        stream,
                        arguments.pointers(),
                        more);
                if (code != CUDA_SUCCESS) { // a text for each launch would cost more than the launch
                    check(code, "cuLaunchKernel " + name + " of " + source.name() + " with " + grid);
                }
            }
        };
    }

    private CUmod_st compiled(KernelSource source) {
        enter();
        byte[] code = compiler.compile(KernelProgram.of(source, card.capability(), known));
        CUmod_st module = new CUmod_st();
        try (BytePointer image = new BytePointer(code)) {
            check(cuModuleLoadData(module, image), "cuModuleLoadData " + source.name());
        }
        return module;
    }

    @Override
    public void await() {
        check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public Kernel recorded(List<Kernel> kernels) {
        return new RecordedKernels(this, kernels);
    }
}
