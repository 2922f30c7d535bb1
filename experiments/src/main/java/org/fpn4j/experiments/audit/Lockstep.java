package org.fpn4j.experiments.audit;

import org.fpn4j.core.graph.TensorView;

/**
 * Two trainings that take turns: the first goes on to a tensor, then the second to the same one, which is compared there, where
 * it lies and in stretches, before the first goes on. Neither is copied as a whole.
 */
final class Lockstep {
    private static final int STRETCH = 1 << 16; // values that are compared at a time

    private final Findings findings;
    private final Baton baton = new Baton();
    private final float[] offered = new float[STRETCH]; // of the first training
    private Told tensor; // that the first training tells; null before it told any

    Lockstep(Findings findings) {
        this.findings = findings;
    }

    /** One of the two. */
    abstract static class Side {
        private final Baton baton;
        private final int number;
        private Runnable entering = () -> {};

        private Side(Baton baton, int number) {
            this.baton = baton;
            this.number = number;
        }

        /** Goes on in its turns alone, to its end. */
        final void during(Runnable training) {
            baton.await(number);
            try {
                training.run();
            } finally {
                baton.leave(number);
            }
        }

        /** What has to be done at the beginning of each turn. */
        final void entering(Runnable action) {
            entering = action;
        }

        final void pass() {
            baton.pass(number);
            entering.run();
        }

        final void requireOther() {
            baton.requireOther(number);
        }

        /**
         * Tells a tensor, and has it compared.
         *
         * @throws Baton.Deserted where the other training has ended
         */
        abstract void tell(Told told, TensorView values);
    }

    /** The training that offers. */
    Side first() {
        return new Side(baton, 0) {
            @Override
            void tell(Told told, TensorView values) {
                tensor = told;
                long from = 0;
                do {
                    int count = (int) Math.min(STRETCH, values.size() - from);
                    values.read(from, offered, 0, count);
                    pass();
                    requireOther();
                    from += count;
                } while (from < values.size());
            }
        };
    }

    /** The training that compares. */
    Side second() {
        float[] own = new float[STRETCH];
        return new Side(baton, 1) {
            @Override
            void tell(Told told, TensorView values) {
                requireOther();
                if (!told.isSame(tensor)) {
                    throw new IllegalStateException("one training tells " + tensor + " and the other " + told);
                }
                TensorComparison comparison = new TensorComparison(tensor);
                long from = 0;
                do {
                    requireOther();
                    int count = (int) Math.min(STRETCH, values.size() - from);
                    values.read(from, own, 0, count);
                    comparison.add(offered, own, count);
                    from += count;
                    if (from == values.size()) {
                        findings.add(tensor, comparison.difference());
                    }
                    pass();
                } while (from < values.size());
            }
        };
    }
}
