package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.IntentAnswer;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.AuditedViews.IntentRow;
import dcm.contract.identity.AggregateId;
import dcm.contract.view.IntentStatus;
import dcm.contract.view.ViewValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The intent view has each owner's intents with their states, and the audit view has all intents. */
final class IntentRowsMatch implements Check {
    /** The expected row of an intent. */
    private record Expected(boolean recorded, boolean over) {}

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of();
        }
        Map<String, AggregateId> all = new HashMap<>();
        log.answers().values().forEach(answer -> all.put(answer.intent(), answer.aggregate()));
        log.intents().values().forEach(intent -> all.put(intent.id(), intent.aggregate()));
        Map<String, Expected> owners = new HashMap<>();
        all.forEach((id, aggregate) -> {
            if (aggregate.isOwner()) {
                IntentAnswer answer = log.answers().get(id);
                owners.put(id, new Expected(log.intents().containsKey(id), answer != null && answer.isOver()));
            }
        });
        Map<String, String> audited =
                views.audited().stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
        return Stream.concat(
                        Rows.compare("intent", owners, views.intents(), IntentRowsMatch::differences).stream(),
                        Rows.compare("audit", all, audited, (aggregate, id) -> List.<String>of()).stream())
                .toList();
    }

    private static List<String> differences(Expected expected, IntentRow row) {
        return Stream.of(
                        Rows.difference("recorded", expected.recorded(), row.recorded()),
                        Rows.difference("over", expected.over(), isOver(row)),
                        Rows.difference("ended", expected.over(), row.ended()))
                .flatMap(Function.identity())
                .toList();
    }

    private static boolean isOver(IntentRow row) {
        return ViewValue.find(IntentStatus.class, row.status())
                .filter(IntentStatus::isFinal)
                .isPresent();
    }
}
