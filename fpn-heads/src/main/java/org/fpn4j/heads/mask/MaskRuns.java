package org.fpn4j.heads.mask;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.head.NoRoomException;
import org.fpn4j.core.head.RoomNeed;

/**
 * Masks of an image's objects as a row of numbers, which is how the graph is told of them: for each object the number of its
 * runs, then the runs, row by row, those of pixels beside the object and those on it in turns, beginning beside it.
 */
final class MaskRuns {
    private static final float[] NOWHERE = {};

    private MaskRuns() {}

    /**
     * Writes masks.
     *
     * @param most numbers of the row
     * @throws NoRoomException where they do not fit
     */
    static float[] write(List<ObjectMask> masks, int most) {
        float[] row = new float[most];
        int next = 0;
        for (ObjectMask mask : masks) {
            next = write(mask.pixels(), row, next);
        }
        if (next > most) {
            throw new NoRoomException(need(next, most));
        }
        return row;
    }

    /** What {@link #write} takes of a row. */
    static RoomNeed need(List<ObjectMask> masks, int most) {
        int next = 0;
        for (ObjectMask mask : masks) {
            next = write(mask.pixels(), NOWHERE, next);
        }
        return need(next, most);
    }

    private static RoomNeed need(int needed, int most) {
        return new RoomNeed("mask.max_runs", most, needed, "runs of pixels of all masks");
    }

    /** Writes what has a place in the row; where the next mask begins. */
    private static int write(byte[] pixels, float[] row, int first) {
        int next = first + 1;
        byte current = 0;
        int run = 0;
        for (int i = 0; i <= pixels.length; i++) {
            if (i < pixels.length && pixels[i] == current) {
                run++;
                continue;
            }
            put(row, next++, run);
            run = 1;
            current = (byte) (1 - current);
        }
        put(row, first, next - first - 1f);
        return next;
    }

    private static void put(float[] row, int place, float value) {
        if (place < row.length) {
            row[place] = value;
        }
    }

    /**
     * Where each object's runs begin.
     *
     * @param row of a batch
     * @param from where the image's begin
     * @param objects how many there may be
     */
    static int[] starts(float[] row, int from, int objects) {
        int[] starts = new int[objects];
        int next = from;
        for (int i = 0; i < objects; i++) {
            starts[i] = next;
            next += 1 + Math.round(row[next]);
        }
        return starts;
    }

    /** Reads the mask that begins at a place: 1 on the object, 0 beside it. */
    static void read(float[] row, int start, float[] plane) {
        int pixel = 0;
        int runs = Math.round(row[start]);
        for (int i = 1; i <= runs; i++) {
            int length = Math.round(row[start + i]);
            Arrays.fill(plane, pixel, pixel + length, 1 - i % 2);
            pixel += length;
        }
    }
}
