package dcm.worker.doctor;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;

/** Creates findings. */
final class Findings {
    private Findings() {}

    static Finding ok(String check, String detail) {
        return new Finding(check, Level.OK, detail, null);
    }

    static Finding warning(String check, String detail, String remedy) {
        return finding(check, Level.WARNING, detail, remedy);
    }

    static Finding problem(String check, String detail, String remedy) {
        return finding(check, Level.PROBLEM, detail, remedy);
    }

    static Finding finding(String check, Level level, String detail, String remedy) {
        return new Finding(check, level, detail, remedy);
    }
}
