package io.streambus.bridge.http.problem;

/** Ends a call with a problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(Problem.of(code, detail));
    }

    Problem problem() {
        return problem;
    }

    /** Links can be read of any bridge and changed by the leader only. */
    public static ProblemException nobodyLeads() {
        return new ProblemException(
                ProblemCode.NO_LEADER,
                "no bridge leads at the moment, so that links can be read but not changed; try again in a few seconds");
    }
}
