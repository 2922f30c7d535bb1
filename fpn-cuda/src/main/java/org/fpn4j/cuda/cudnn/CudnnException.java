package org.fpn4j.cuda.cudnn;

import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnGetLastErrorString;

import java.nio.charset.StandardCharsets;

/** cuDNN does not do what it was asked for; the message has its words. */
public final class CudnnException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MOST = 2048;

    private CudnnException(String message) {
        super(message);
    }

    /**
     * Throws where a call did not succeed.
     *
     * @param what it was to do, for people
     */
    static void check(int status, String what) {
        if (status != 0) {
            byte[] text = new byte[MOST];
            cudnnGetLastErrorString(text, text.length);
            String last = new String(text, StandardCharsets.UTF_8)
                    .split("\0", 2)[0]
                    .strip()
                    .replaceAll("\\s+", " ");
            throw new CudnnException("cuDNN could not " + what + ": "
                    + cudnnGetErrorString(status).getString() + (last.isEmpty() ? "" : " (" + last + ")"));
        }
    }
}
