package org.fpn4j.tracking.mlflow;

/** A call that did not succeed, in words that end a sentence which begins with the server. */
final class Refusal extends Exception {
    private final String code;
    private final boolean passing;
    private final String hint;

    /**
     * Why a call did not succeed.
     *
     * @param what went wrong: {@code does not answer: connection refused}
     * @param code of MLflow's errors, as {@code RESOURCE_DOES_NOT_EXIST}; empty where there is none
     * @param passing whether the same call may succeed later
     * @param hint what would be right
     */
    Refusal(String what, String code, boolean passing, String hint) {
        super(what);
        this.code = code;
        this.passing = passing;
        this.hint = hint;
    }

    boolean is(String expected) {
        return code.equals(expected);
    }

    boolean isPassing() {
        return passing;
    }

    String hint() {
        return hint;
    }
}
