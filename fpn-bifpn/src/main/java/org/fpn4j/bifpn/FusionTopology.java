package org.fpn4j.bifpn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which maps fuse into which: an ordered list of named nodes for the levels {@code finest..coarsest}. Level {@code l}
 * comes in as {@code Pl.in}; what goes out at a level is the last node of that level. BiFPN, a repeated FPN, a repeated
 * PANet, NAS-FPN and a fully connected FPN are five lists for one evaluator.
 *
 * @param finest level
 * @param coarsest level
 * @param nodes in the order of evaluation
 */
public record FusionTopology(int finest, int coarsest, List<FusionNode> nodes) {
    public FusionTopology {
        nodes = List.copyOf(nodes);
        Map<String, Integer> known = new LinkedHashMap<>();
        for (int level = finest; level <= coarsest; level++) {
            known.put(in(level), level);
        }
        for (FusionNode node : nodes) {
            if (node.level() < finest || node.level() > coarsest) {
                throw new IllegalArgumentException("node[" + node + "] is outside levels P" + finest + "-P" + coarsest);
            }
            if (node.maps().size() < 2) {
                throw new IllegalArgumentException("node[" + node + "] needs two inputs or more to fuse");
            }
            for (String input : node.maps()) {
                if (!known.containsKey(input)) {
                    throw new IllegalArgumentException(
                            "node[" + node + "] takes [" + input + "], which is not one of " + known.keySet());
                }
            }
            if (known.put(node.name(), node.level()) != null) {
                throw new IllegalArgumentException("node[" + node + "] has a name that is already taken");
            }
        }
    }

    /**
     * BiFPN (arXiv:1911.09070v7, figure 2d). For levels 3 to 7, with {@code inputSkips}:
     *
     * <pre>
     * P7.in ------------------------------> P7.out
     *   |                                     ^
     * P6.in --> P6.td --------------------> P6.out   (also from P6.in)
     *             |                           ^
     * P5.in --> P5.td --------------------> P5.out   (also from P5.in)
     *             |                           ^
     * P4.in --> P4.td --------------------> P4.out   (also from P4.in)
     *             |                           ^
     * P3.in ----------------------------> P3.out
     * </pre>
     *
     * @param inputSkips an intermediate level's output also fuses its own input
     */
    public static FusionTopology bifpn(int finest, int coarsest, boolean inputSkips) {
        List<FusionNode> nodes = new ArrayList<>();
        String coarser = in(coarsest);
        for (int level = coarsest - 1; level > finest; level--) {
            nodes.add(new FusionNode(topDown(level), level, List.of(in(level), coarser)));
            coarser = topDown(level);
        }
        nodes.add(new FusionNode(out(finest), finest, List.of(in(finest), coarser)));
        for (int level = finest + 1; level < coarsest; level++) {
            List<String> inputs = new ArrayList<>();
            if (inputSkips) {
                inputs.add(in(level));
            }
            inputs.add(topDown(level));
            inputs.add(out(level - 1));
            nodes.add(new FusionNode(out(level), level, inputs));
        }
        nodes.add(new FusionNode(out(coarsest), coarsest, List.of(in(coarsest), out(coarsest - 1))));
        return new FusionTopology(finest, coarsest, nodes);
    }

    /** A top-down path alone (arXiv:1911.09070v7, figure 2a): every level but the coarsest fuses the next coarser one. */
    public static FusionTopology topDownOnly(int finest, int coarsest) {
        List<FusionNode> nodes = new ArrayList<>();
        String coarser = in(coarsest);
        for (int level = coarsest - 1; level >= finest; level--) {
            nodes.add(new FusionNode(out(level), level, List.of(in(level), coarser)));
            coarser = out(level);
        }
        return new FusionTopology(finest, coarsest, nodes);
    }

    /** A top-down and then a bottom-up path (arXiv:1911.09070v7, figure 2b), without nodes of a single input. */
    public static FusionTopology topDownBottomUp(int finest, int coarsest) {
        List<FusionNode> nodes = new ArrayList<>();
        String coarser = in(coarsest);
        for (int level = coarsest - 1; level >= finest; level--) {
            nodes.add(new FusionNode(topDown(level), level, List.of(in(level), coarser)));
            coarser = topDown(level);
        }
        String finer = topDown(finest);
        for (int level = finest + 1; level <= coarsest; level++) {
            String lateral = level == coarsest ? in(level) : topDown(level);
            nodes.add(new FusionNode(out(level), level, List.of(lateral, finer)));
            finer = out(level);
        }
        return new FusionTopology(finest, coarsest, nodes);
    }

    /** Every level fuses the inputs of all levels (the fully connected FPN of arXiv:1911.09070v1, figure 2d). */
    public static FusionTopology fullyConnected(int finest, int coarsest) {
        List<String> all = IntStream.rangeClosed(finest, coarsest)
                .mapToObj(FusionTopology::in)
                .toList();
        return new FusionTopology(
                finest,
                coarsest,
                IntStream.rangeClosed(finest, coarsest)
                        .mapToObj(level -> new FusionNode(out(level), level, all))
                        .toList());
    }

    /**
     * The architecture that NAS-FPN found (Ghiasi et al., arXiv:1904.07392v1, figure 6): seven nodes, three of them on the second
     * finest level.
     *
     * @throws IllegalArgumentException where the levels are not five
     */
    public static FusionTopology nasFpn(int finest, int coarsest) {
        if (coarsest - finest != 4) {
            throw new IllegalArgumentException("NAS-FPN has five levels, got P" + finest + "-P" + coarsest);
        }
        int second = finest + 1;
        int middle = finest + 2;
        int fourth = finest + 3;
        String attended = "P" + second + ".gp";
        String summed = "P" + second + ".sum";
        return new FusionTopology(
                finest,
                coarsest,
                List.of(
                        new FusionNode(attended, second, List.of(gp(in(fourth), in(second)))),
                        new FusionNode(summed, second, List.of(attended, in(second))),
                        new FusionNode(out(finest), finest, List.of(summed, in(finest))),
                        new FusionNode(out(second), second, List.of(out(finest), summed)),
                        new FusionNode(out(middle), middle, List.of(in(middle), gp(out(second), out(finest)))),
                        new FusionNode(out(coarsest), coarsest, List.of(in(coarsest), gp(out(middle), summed))),
                        new FusionNode(out(fourth), fourth, List.of(gp(out(coarsest), out(middle))))));
    }

    private static String gp(String map, String other) {
        return "gp(" + map + ", " + other + ")";
    }

    /** Name of the last node of a level, or of its input where no node makes it. */
    public String output(int level) {
        String output = in(level);
        for (FusionNode node : nodes) {
            if (node.level() == level) {
                output = node.name();
            }
        }
        return output;
    }

    /** Level of an input or node. */
    public int level(String name) {
        for (FusionNode node : nodes) {
            if (node.name().equals(name)) {
                return node.level();
            }
        }
        return Integer.parseInt(name.substring(1, name.indexOf('.')));
    }

    static String in(int level) {
        return "P" + level + ".in";
    }

    private static String topDown(int level) {
        return "P" + level + ".td";
    }

    private static String out(int level) {
        return "P" + level + ".out";
    }
}
