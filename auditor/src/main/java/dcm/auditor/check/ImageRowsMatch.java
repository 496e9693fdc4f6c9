package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedImage;
import dcm.auditor.log.RecordedImage.Phase;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.AuditedViews.ImageRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The image view has each owner's images, including removed ones. */
final class ImageRowsMatch implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of();
        }
        Map<String, RecordedImage> images = log.images().values().stream()
                .filter(image -> image.phase() != Phase.FAILED)
                .collect(Collectors.toMap(image -> image.id().value(), Function.identity()));
        return Rows.compare("image-row", images, views.images(), ImageRowsMatch::differences);
    }

    private static List<String> differences(RecordedImage image, ImageRow row) {
        return Stream.of(
                        Rows.difference("the owner", image.owner().value(), row.owner()),
                        Rows.difference("the name", image.name(), row.name()),
                        Rows.difference("the host", image.host().value(), row.host()),
                        Rows.difference("the state", image.phase().name().toLowerCase(Locale.ROOT), row.state()),
                        Rows.difference("'deleted'", image.deleted(), row.deleted()))
                .flatMap(Function.identity())
                .toList();
    }
}
