package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.stack.machine.CommandName;

/** Creates findings. Commands in them are named as users call them. */
final class Findings {
    private Findings() {}

    static Finding ok(String check, String detail) {
        return new Finding(check, Level.OK, CommandName.in(detail), null);
    }

    static Finding warning(String check, String detail, String remedy) {
        return new Finding(check, Level.WARNING, CommandName.in(detail), CommandName.in(remedy));
    }

    static Finding problem(String check, String detail, String remedy) {
        return new Finding(check, Level.PROBLEM, CommandName.in(detail), CommandName.in(remedy));
    }

    /** A message of an exception, which can be missing. */
    static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
