package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NOT_READY;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventQuery;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.fpn4j.cuda.driver.Calls.check;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Copies between host and device through memory of the host that the device reads and writes by itself. There are as many
 * pieces of it as copies are under way, up to a bound; who copies more waits for the oldest.
 */
final class Staging {
    /** Bytes that are copied at once. */
    static final int PIECE = 4 << 20;

    private static final int MOST = 32; // pieces: a batch of 10 images of 1000 x 1000 pixels

    private final CUstream_st stream;
    private final Deque<Piece> pieces = new ArrayDeque<>(); // the one that was used first of all comes first
    private int made;

    Staging(CUstream_st stream) {
        this.stream = stream;
    }

    private final class Piece {
        private final BytePointer memory;
        private final CUevent_st copied = new CUevent_st();

        Piece() {
            try (PointerPointer<Pointer> where = new PointerPointer<>(1)) {
                check(cuMemHostAlloc(where, PIECE, 0), "cuMemHostAlloc");
                memory = new BytePointer(where.get(0));
            }
            check(cuEventCreate(copied, CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        }

        void record() {
            check(cuEventRecord(copied, stream), "cuEventRecord");
        }

        boolean isUnderWay() {
            int code = cuEventQuery(copied);
            if (code == CUDA_ERROR_NOT_READY) {
                return true;
            }
            check(code, "cuEventQuery");
            return false;
        }

        void await() {
            check(cuEventSynchronize(copied), "cuEventSynchronize");
        }
    }

    /** A piece that nothing is copied from or to; to be put back. */
    private Piece take() {
        if (made < MOST && (pieces.isEmpty() || pieces.peek().isUnderWay())) {
            made++;
            return new Piece();
        }
        Piece oldest = pieces.remove();
        oldest.await();
        return oldest;
    }

    /** The host's memory can be used again when this returns; the copy itself is in the stream. */
    void upload(long address, Pointer host, long bytes) {
        BytePointer from = new BytePointer(host);
        long begin = from.position();
        for (long at = 0; at < bytes; at += PIECE) {
            long count = Math.min(PIECE, bytes - at);
            Piece piece = take();
            Pointer.memcpy(piece.memory, from.position(begin + at), count);
            check(cuMemcpyHtoDAsync(address + at, piece.memory, count, stream), "cuMemcpyHtoDAsync");
            piece.record();
            pieces.add(piece);
        }
    }

    /** Returns when everything is there; one piece is copied by the device while the one before it is by the host. */
    void download(Pointer host, long address, long bytes) {
        BytePointer to = new BytePointer(host);
        long begin = to.position();
        Piece before = null;
        for (long at = 0; at < bytes + PIECE; at += PIECE) {
            Piece next = null;
            if (at < bytes) {
                next = take();
                check(
                        cuMemcpyDtoHAsync(next.memory, address + at, Math.min(PIECE, bytes - at), stream),
                        "cuMemcpyDtoHAsync");
                next.record();
            }
            if (before != null) {
                before.await();
                long done = at - PIECE;
                Pointer.memcpy(to.position(begin + done), before.memory, Math.min(PIECE, bytes - done));
                pieces.addFirst(before); // nothing waits for it
            }
            before = next;
        }
    }
}
