package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.AuditedLog.WantedKey;
import dcm.auditor.log.FormerHome;
import dcm.auditor.log.RecordedAccount;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.log.RecordedImage;
import dcm.auditor.views.AuditedViews;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The published desired state is the one that follows from the events. */
final class DesiredStateFollowsEvents implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        List<AuditFinding> findings = new ArrayList<>();
        log.wanted().forEach((key, wanted) -> check(log, key, wanted).ifPresent(findings::add));
        log.containers().values().stream()
                .filter(container -> !container.hostRemoved()
                        && !isWanted(log, container.host(), container.id().value()))
                .map(container -> missing(container.subject()))
                .forEach(findings::add);
        log.images().values().stream()
                .filter(image -> !image.deleted() && !isWanted(log, image.host(), DesiredImage.key(image.id())))
                .map(image -> missing(image.subject()))
                .forEach(findings::add);
        return findings;
    }

    private static boolean isWanted(AuditedLog log, HostName host, String key) {
        return log.wanted().containsKey(new WantedKey(host, key));
    }

    private static AuditFinding missing(String subject) {
        return new AuditFinding(
                FindingKind.WANTED_MISSING, subject, "It is in the log, but dcm.wanted has no record of it.");
    }

    private static Optional<AuditFinding> check(AuditedLog log, WantedKey key, DesiredState wanted) {
        return switch (wanted) {
            case DesiredAccount account ->
                log.accounts().containsKey(account.owner())
                        ? Optional.empty()
                        : orphan(key, "There is no such account in the log.");
            case DesiredContainer container -> check(log, key, container);
            case DesiredImage image -> {
                RecordedImage known = log.images().get(image.image());
                yield known == null || known.deleted()
                        ? orphan(key, "There is no such image in the log.")
                        : differs(
                                key,
                                image.removed()
                                        == (known.phase() == RecordedImage.Phase.COMMITTING
                                                || known.phase() == RecordedImage.Phase.READY),
                                "dcm.wanted has removed=" + image.removed() + ", but the image is " + known.phase()
                                        + " in the log");
            }
            case OwnerRemovalRequested unwanted -> removal(log, key, unwanted.owner());
            case HomesTransferRequested given -> removal(log, key, given.owner());
            case UndoneMoveCleanup undone -> removal(log, key, undone.owner());
        };
    }

    private static Optional<AuditFinding> removal(AuditedLog log, WantedKey key, OwnerName owner) {
        RecordedAccount account = log.accounts().get(owner);
        return account != null && account.removing() || log.formerHomes().containsKey(new FormerHome(owner, key.host()))
                ? Optional.empty()
                : orphan(
                        key,
                        "dcm.wanted has a removal of the account's data, but the account '" + owner
                                + "' is not being removed, and its homes were not moved from this host.");
    }

    private static Optional<AuditFinding> check(AuditedLog log, WantedKey key, DesiredContainer wanted) {
        RecordedContainer container = log.containers().get(wanted.container());
        if (log.isFormer(wanted.container(), key.host())) {
            return differs(
                    key, wanted.state() != DesiredStatus.REMOVED, "dcm.wanted has a container of a former home host");
        }
        if (container == null || container.hostRemoved() || !container.host().equals(key.host())) {
            return orphan(key, "There is no such container in the log for this host.");
        }
        boolean same = wanted.state() == container.wanted()
                && wanted.ordered() == container.ordered()
                && wanted.finished() == container.finishedUpTo()
                && wanted.host().equals(container.host())
                && wanted.owner().equals(container.owner());
        return differs(
                key,
                !same,
                "dcm.wanted has %s with order %d of %d finished, but the events give %s with order %d of %d finished"
                        .formatted(
                                wanted.state(),
                                wanted.finished(),
                                wanted.ordered(),
                                container.wanted(),
                                container.finishedUpTo(),
                                container.ordered()));
    }

    private static Optional<AuditFinding> orphan(WantedKey key, String why) {
        return Optional.of(new AuditFinding(FindingKind.WANTED_WITHOUT_EVENT, key.toString(), why));
    }

    private static Optional<AuditFinding> differs(WantedKey key, boolean isDifferent, String how) {
        return isDifferent
                ? Optional.of(new AuditFinding(FindingKind.WANTED_DIFFERS, key.toString(), how + "."))
                : Optional.empty();
    }
}
