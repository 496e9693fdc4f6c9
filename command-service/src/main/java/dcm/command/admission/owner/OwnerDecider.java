package dcm.command.admission.owner;

import dcm.command.admission.Context;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.OnContainer;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import java.util.List;

/** Decides what people ask for. Every intent gets at least one event. */
public final class OwnerDecider {
    private OwnerDecider() {}

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, OwnerIntent intent, Context context) {
        return switch (intent) {
            case OpenAccount open -> open(state, id, open);
            case BindSignIn bind -> bind(state, id, bind);
            case GrantPreset grant -> grant(state, id, grant, context);
            case RevokePreset revoke -> revoke(state, id, revoke);
            case CreateContainer create ->
                state.account() == null
                        ? Rejections.noAccount(id, state.owner())
                        : CreateDecider.decide(state, state.account(), id, create, context);
            case RemoveImage remove ->
                state.account() == null
                        ? Rejections.noAccount(id, state.owner())
                        : ImageDecider.remove(state, id, remove.image(), context);
            case FlattenImage flatten ->
                state.account() == null
                        ? Rejections.noAccount(id, state.owner())
                        : FlattenDecider.decide(state, id, flatten, context);
            case OnContainer operation ->
                state.account() == null
                        ? Rejections.noAccount(id, state.owner())
                        : OperationDecider.decide(state, state.account(), id, operation, context);
        };
    }

    private static List<OwnerEvent> open(OwnerState state, IntentId id, OpenAccount open) {
        return state.account() != null
                ? Rejections.accountExists(id, state.owner())
                : List.of(new AccountEvent.AccountOpened(id, open.displayName(), open.role(), open.keys()));
    }

    private static List<OwnerEvent> grant(OwnerState state, IntentId id, GrantPreset grant, Context context) {
        if (state.account() == null) {
            return Rejections.noAccount(id, state.owner());
        }
        return context.preset(grant.preset()).isEmpty()
                ? Rejections.unknownPreset(id, grant.preset())
                : List.of(new AccountEvent.PresetGranted(
                        id, grant.preset(), grant.until(), grant.note(), grant.grantedBy()));
    }

    private static List<OwnerEvent> revoke(OwnerState state, IntentId id, RevokePreset revoke) {
        if (state.account() == null) {
            return Rejections.noAccount(id, state.owner());
        }
        boolean granted = state.account().snapshot().grants().stream()
                .anyMatch(grant -> grant.preset().equals(revoke.preset()));
        return granted
                ? List.of(new AccountEvent.PresetRevoked(id, revoke.preset()))
                : Rejections.nothingToRevoke(id, state.owner(), revoke.preset());
    }

    private static List<OwnerEvent> bind(OwnerState state, IntentId id, BindSignIn bind) {
        if (state.account() == null) {
            return Rejections.noAccount(id, state.owner());
        }
        SignIn bound = state.account().snapshot().signIn();
        return bound == null || bound.equals(new SignIn(bind.issuer(), bind.subject()))
                ? List.of(new AccountEvent.SignInBound(id, bind.issuer(), bind.subject()))
                : Rejections.signInTaken(id, state.owner());
    }
}
