package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.Systemd;
import java.util.Optional;

/** Checks that the clock of this machine is synchronized with others. */
final class ClockCheck {
    private ClockCheck() {}

    /** Empty without systemd, which knows it of each NTP client. */
    static Optional<Finding> of() {
        return Systemd.isBooted()
                ? of(SystemCommand.run("sh", "-c", "timedatectl show --property=NTPSynchronized --value || true"))
                : Optional.empty();
    }

    /** @param synchronizedState yes or no; other words if it is unknown */
    static Optional<Finding> of(String synchronizedState) {
        return switch (synchronizedState.strip()) {
            case "yes" -> Optional.of(Findings.ok("clock", "The clock of this machine is synchronized."));
            case "no" ->
                Optional.of(Findings.warning(
                        "clock",
                        "The clock of this machine is not synchronized. Hosts whose clocks differ by more than 10 s are refused, and"
                                + " browsers and issuers reject sign-ins.",
                        "Start an NTP client, for example: apt-get install systemd-timesyncd"));
            default -> Optional.empty();
        };
    }
}
