package dcm.command.admission.stream;

import dcm.command.admission.catalog.CatalogDecider;
import dcm.command.admission.catalog.CatalogFold;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.CatalogEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.snapshot.Catalog;

/** Decides about the catalog, and records and publishes what changes. Not thread-safe. */
final class CatalogAdmission {
    private final AdmissionTask task;
    private final EventWriter writer;

    CatalogAdmission(AdmissionTask task, EventWriter writer) {
        this.task = task;
        this.writer = writer;
    }

    void decide(IntentId id, CatalogIntent intent, Envelope cause, LogPosition input) {
        Catalog before = task.state().catalog();
        CatalogEvent event = CatalogDecider.decide(
                before, id, intent, task.tables().accounts().get());
        Envelope envelope = writer.append(event, cause, input);
        task.state().putDecided(envelope.aggregate(), id, envelope.time());
        CatalogFold.evolve(before, event, envelope.time()).ifPresent(after -> {
            task.state().put(after);
            writer.publish(after, envelope);
        });
    }
}
