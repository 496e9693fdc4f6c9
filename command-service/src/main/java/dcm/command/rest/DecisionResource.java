package dcm.command.rest;

import dcm.command.dryrun.DryRuns;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Json;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.intent.PlannedDecision;
import dcm.rest.access.AccountRoles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Decides intents of administrators without recording them. user-service sends them for dry runs of its requests, with the
 * administrator's access token. It is no part of the API.
 */
@Path(PlannedDecision.PATH)
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@RunOnVirtualThread
public class DecisionResource {
    private static final Codec<Intent> CODEC = new Codec<>(Families.INTENTS);

    private final DryRuns dryRuns;

    DecisionResource(DryRuns dryRuns) {
        this.dryRuns = dryRuns;
    }

    /** Returns a {@link PlannedDecision} in the format of the log. */
    @POST
    @Consumes(PlannedDecision.INTENT_TYPE)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String decide(@Context HttpHeaders headers, byte[] intent) {
        Message<Intent> message = message(headers, intent);
        return dryRuns.decide(
                        message.envelope().aggregate(),
                        new IntentId(message.envelope().id()),
                        message.payload())
                .map(PlannedDecision::of)
                .map(Json::text)
                .orElseThrow(DryRunAnswer::undecidable);
    }

    private static Message<Intent> message(HttpHeaders headers, byte[] intent) {
        Map<String, String> envelope = new HashMap<>();
        headers.getRequestHeaders()
                .forEach((name, values) -> envelope.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        try {
            Message<Intent> message = CODEC.decode(new Encoded(envelope, intent));
            requireFit(message.payload(), message.envelope().aggregate());
            return message;
        } catch (UnreadableRecordException e) {
            throw new InvalidValueException("The intent cannot be read: " + e.getMessage());
        }
    }

    static void requireFit(Intent intent, AggregateId aggregate) {
        boolean fits = switch (intent) {
            case OwnerIntent about -> aggregate.isOwner();
            case HostIntent about -> aggregate.isHost();
            case CatalogIntent about -> aggregate.equals(AggregateId.CATALOG);
            case QuarantineIntent about -> aggregate.partition().isPresent();
        };
        if (!fits) {
            throw new InvalidValueException("The intent does not concern " + aggregate + ".");
        }
    }
}
