package dcm.command.rest;

import dcm.command.notification.LaunchNotifications;
import dcm.command.notification.LaunchNotifications.Launch;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.Event;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.IntentFailure;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.Intent;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.view.IntentStatus;
import dcm.intent.IntentAppender;
import dcm.intent.IntentOutcomes.Watch;
import dcm.intent.SignInBinding;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import dcm.rest.trace.RequestTrace;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Appends an intent on the caller's behalf, waits as long as requested, and returns the outcome. */
@RequestScoped
public class IntentSubmitter {
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final CurrentVertxRequest request;
    private final Caller caller;
    private final RequestTrace traces;
    private final IntentAppender appender;
    private final LaunchNotifications launches;
    private final SignInBinding binding;
    private final IdempotentReplay repeats;
    private final Duration decisionWait;
    private final Duration longestWait;

    IntentSubmitter(
            CurrentVertxRequest request,
            Caller caller,
            RequestTrace traces,
            IntentAppender appender,
            LaunchNotifications launches,
            SignInBinding binding,
            IdempotentReplay repeats,
            @ConfigProperty(name = "dcm.decision.wait") Duration decisionWait,
            @ConfigProperty(name = "dcm.outcome.longest-wait") Duration longestWait) {
        this.request = request;
        this.caller = caller;
        this.traces = traces;
        this.appender = appender;
        this.launches = launches;
        this.binding = binding;
        this.repeats = repeats;
        this.decisionWait = decisionWait;
        this.longestWait = longestWait;
    }

    /** The answer to the current request. Its headers {@code Idempotency-Key} and {@code Prefer} are optional. */
    Response submit(Intent intent) {
        PreferHeader preference = PreferHeader.parse(header("Prefer"), longestWait);
        IntentId id = id();
        binding.ensure();
        if (header(KEY_HEADER) != null) {
            Optional<Response> earlier = repeats.answer(id, intent, preference);
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        if (!preference.untilLaunched()) {
            return submit(intent, id, preference, new CompletableFuture<>());
        }
        try (Launch launch = launches.expect(id)) {
            return submit(intent, id, preference, launch.completion());
        }
    }

    /** The id of an intent of the current request: derived from its idempotency key, or a new one. */
    IntentId id() {
        String key = header(KEY_HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new InvalidValueException(KEY_HEADER + ": 1 to 200 printable ASCII characters without spaces.");
        }
        return key == null ? IntentId.fresh() : IntentId.ofKey(caller.actor(), key);
    }

    private @Nullable String header(String name) {
        return request.getCurrent().request().getHeader(name);
    }

    /** @param launched completes when the container has started; may never complete */
    private Response submit(
            Intent intent, IntentId id, PreferHeader preference, CompletableFuture<ContainerLaunched> launched) {
        try (Watch watch =
                appender.append(AggregateId.of(caller.name()), intent, caller.actor(), id, traces.current())) {
            return answer(watch, intent, preference, launched);
        }
    }

    private Response answer(
            Watch watch, Intent intent, PreferHeader preference, CompletableFuture<ContainerLaunched> launched) {
        Optional<Message<Event>> decision = watch.awaitDecision(decisionWait);
        if (decision.isEmpty() || watch.isRepeat(decision.get())) {
            return repeats.answerIfPossible(watch.intent(), intent, preference)
                    .orElseGet(() -> recorded(watch.intent()));
        }
        Message<Event> decided = decision.get();
        boolean untilLaunched = preference.untilLaunched() && isAnsweredWhenLaunched(decided.payload());
        Optional<Message<Event>> outcome = Optional.empty();
        if (preference.waits() && !decided.payload().endsIntent()) {
            outcome = untilLaunched
                    ? watch.awaitOutcome(preference.timeout(), launched)
                    : watch.awaitOutcome(preference.timeout());
        }
        ResponseBuilder response = untilLaunched
                        && outcome.isEmpty()
                        && launched.isDone()
                        && isOnItsHost(decided.payload(), launched.join())
                ? launched(watch.intent(), decided, launched.join())
                : respond(watch, decided, outcome.orElse(decided));
        if (preference.waits()) {
            response.header("Preference-Applied", applied(preference.timeout(), untilLaunched));
        }
        return response.build();
    }

    /** Another host's worker cannot send the caller to an address of its own. */
    private static boolean isOnItsHost(Event decision, ContainerLaunched launched) {
        return decision instanceof ContainerPlaced placed && placed.host().equals(launched.host());
    }

    /**
     * False for a batch, which is answered as a whole, and with a preset, because the container may still be created on
     * another host under another port.
     */
    private static boolean isAnsweredWhenLaunched(Event decision) {
        return decision instanceof ContainerPlaced placed && placed.batch() == null && placed.preset() == null;
    }

    private static String applied(Duration timeout, boolean untilLaunched) {
        return "wait=" + timeout.toSeconds() + (untilLaunched ? ", until=launched" : "");
    }

    private static ResponseBuilder launched(IntentId id, Message<Event> decided, ContainerLaunched launched) {
        IntentResponse answer = new IntentResponse(
                id.value(),
                IntentStatus.LAUNCHED,
                launched.container().value(),
                name(decided.payload()),
                null,
                null,
                launched.ssh(),
                Published.of(launched.ports()),
                null,
                IntentResponse.notice(decided.payload()),
                decided.envelope().sequence());
        return Response.accepted(answer).location(IdempotentReplay.intentAddress(id));
    }

    private static ResponseBuilder batch(Watch watch) {
        List<Message<Event>> events = watch.seen();
        IntentResponse answer = IntentResponse.of(
                watch.intent(),
                BatchMember.of(events),
                events.getLast().envelope().sequence());
        return switch (answer.status()) {
            case DONE ->
                Response.created(IdempotentReplay.intentAddress(watch.intent())).entity(answer);
            case FAILED -> Response.status(IdempotentReplay.SOME_OF_EACH).entity(answer);
            case REJECTED -> throw new IllegalStateException("a batch is rejected as a whole");
            case RECORDED, ACCEPTED, LAUNCHED ->
                Response.accepted(answer).location(IdempotentReplay.intentAddress(watch.intent()));
        };
    }

    private static ResponseBuilder respond(Watch watch, Message<Event> decided, Message<Event> latest) {
        return decided.payload() instanceof ContainerPlaced placed && placed.batch() != null
                ? batch(watch)
                : respond(watch.intent(), decided.payload(), latest);
    }

    private static ResponseBuilder respond(IntentId id, Event decision, Message<Event> latest) {
        Event event = latest.payload();
        if (event instanceof IntentFailure failure) {
            throw new ProblemException(
                    failure.code(), failure.detail(), id.value(), failure.numbers(), failure.hosts());
        }
        IntentResponse answer = new IntentResponse(
                id.value(),
                event.endsIntent() ? IntentStatus.DONE : IntentStatus.ACCEPTED,
                event instanceof ContainerEvent about ? about.container().value() : null,
                name(decision),
                image(decision),
                imageDigest(event),
                event instanceof ContainerStarted started ? started.ssh() : null,
                event instanceof ContainerStarted started ? Published.of(started.ports()) : null,
                null,
                IntentResponse.notice(decision),
                latest.envelope().sequence());
        return event.endsIntent()
                ? done(decision, answer)
                : Response.accepted(answer).location(IdempotentReplay.intentAddress(id));
    }

    private static ResponseBuilder done(Event decision, IntentResponse answer) {
        @Nullable String created = created(decision);
        return created == null
                ? Response.ok(answer)
                : Response.created(URI.create(created)).entity(answer);
    }

    private static Response recorded(IntentId id) {
        IntentResponse answer = new IntentResponse(
                id.value(), IntentStatus.RECORDED, null, null, null, null, null, null, null, null, null);
        return Response.accepted(answer)
                .location(IdempotentReplay.intentAddress(id))
                .build();
    }

    /** The address of what the intent created; null if it created nothing. */
    private static @Nullable String created(Event decision) {
        if (decision instanceof ContainerPlaced placed) {
            return placed.recreation() == null ? "/v1/containers/" + placed.container() : null;
        }
        return decision instanceof ImageOrdered ordered ? "/v1/images/" + ordered.name() : null;
    }

    private static @Nullable String name(Event decision) {
        if (decision instanceof ContainerPlaced placed) {
            return placed.name().value();
        }
        return decision instanceof ContainerRenamed renamed ? renamed.name().value() : null;
    }

    private static @Nullable String image(Event decision) {
        return decision instanceof ImageOrdered ordered ? ordered.name().value() : null;
    }

    private static @Nullable String imageDigest(Event outcome) {
        return outcome instanceof ImageCreated created ? created.digest().value() : null;
    }
}
