package org.fpn4j.engine.execution;

import java.util.HashMap;
import java.util.Map;
import org.fpn4j.core.execution.Feed;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.Block;

/** Inputs that are brought to a network's memories before the run that takes them. Feeds are made when they are first needed. */
final class InputFeeds implements AutoCloseable {
    private final Map<String, Feed> feeds = new HashMap<>(); // by input
    private final Map<String, float[]> brought = new HashMap<>(); // the arrays whose values they have

    /** Brings an input's values to where they will be taken from. */
    void bring(String input, float[] values, Memory memory) {
        feeds.computeIfAbsent(input, name -> memory.feed(values.length)).bring(values);
        brought.put(input, values);
    }

    /** Puts an input's values where a run reads them, if these were brought. */
    boolean put(String input, float[] values, Block block) {
        Feed feed = feeds.get(input);
        if (brought.get(input) != values || feed.memory() != block.memory().memory()) {
            return false;
        }
        feed.put(block.memory(), block.offset());
        return true;
    }

    /** From here on nothing counts as brought. */
    void forget() {
        brought.clear();
    }

    @Override
    public void close() {
        feeds.values().forEach(Feed::close);
        feeds.clear();
        brought.clear();
    }
}
