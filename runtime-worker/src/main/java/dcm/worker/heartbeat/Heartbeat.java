package dcm.worker.heartbeat;

import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.report.HeartbeatInterval;
import dcm.contract.report.HeartbeatSchedule;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.baseimage.OfferedBaseImages;
import dcm.worker.doctor.Doctor;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.EngineInfo;
import dcm.worker.host.Membership;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.report.ReportPublisher;
import dcm.worker.storage.Homes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports that this host is alive, and at once what it offers if that has changed. Sends nothing while the engine does not answer.
 */
public final class Heartbeat implements Supervised {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    /** How often the host is examined. Heartbeats can be less frequent. */
    private static final Duration PERIOD = HeartbeatInterval.SHORTEST;

    /** How long descriptions are sent after a heartbeat has failed. The attempt can take 10 s, and a host is silent 12 s after the announced time. */
    private static final Duration WITHOUT_HEARTBEATS = Duration.ofMinutes(1);

    private final WorkerIdentity worker;
    private final WorkerConfig config;
    private final Engine engine;
    private final OfferedBaseImages baseImages;
    private final Doctor doctor;
    private final CapacityReader capacity;
    private final Homes homes;
    private final ReportPublisher reports;
    private final Membership membership;
    private final SupervisedLoop loop = SupervisedLoop.of("heartbeat", this::run);
    private final Map<ImageDigest, ImageFacts> facts = new HashMap<>();
    private @Nullable HostDescription description;
    private Instant heartbeatsFrom = Instant.MIN;
    private final HeartbeatSchedule schedule = new HeartbeatSchedule();
    private volatile boolean engineAnswers = true;
    private volatile int containers;

    public Heartbeat(
            WorkerIdentity worker,
            WorkerConfig config,
            Engine engine,
            OfferedBaseImages baseImages,
            Doctor doctor,
            CapacityReader capacity,
            Homes homes,
            ReportPublisher reports,
            Membership membership) {
        this.worker = worker;
        this.config = config;
        this.engine = engine;
        this.baseImages = baseImages;
        this.doctor = doctor;
        this.capacity = capacity;
        this.homes = homes;
        this.reports = reports;
        this.membership = membership;
    }

    public Heartbeat start() {
        loop.start();
        return this;
    }

    /** Why the host takes no containers; empty if the engine answered the last request. */
    public Optional<String> engineProblem() {
        return engineAnswers ? Optional.empty() : Optional.of("Docker does not answer");
    }

    /** The number of the installation's containers on this host when the engine last answered. */
    public int containers() {
        return containers;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        beat();
        Thread.sleep(PERIOD);
    }

    private void beat() throws InterruptedException {
        doctor.measureDisks();
        try {
            HostReported now = describeHost();
            engineAnswers = true;
            send(now);
        } catch (EngineException e) {
            if (engineAnswers) {
                LOG.errorf("engine does not answer, the host takes no containers: reason=%s", e.message());
            }
            engineAnswers = false;
        }
    }

    /** Without a permission for heartbeats, which brokers of earlier versions do not give, the description is sent. */
    private void send(HostReported now) {
        HostDescription current = description;
        if (current == null) {
            current = new HostDescription(now);
            description = current;
        } else {
            current.update(now);
        }
        Duration interval = membership.heartbeatInterval();
        Optional<HostAlive> heartbeat = Instant.now().isBefore(heartbeatsFrom)
                ? Optional.empty()
                : current.heartbeat(membership.publishedRevision(), interval);
        if (heartbeat.isPresent()) {
            if (!schedule.isDue(interval, System.nanoTime()) || trySend(heartbeat.get(), interval)) {
                return;
            }
            heartbeatsFrom = Instant.now().plus(WITHOUT_HEARTBEATS);
        }
        reports.describe(current.description());
        schedule.reset();
    }

    private boolean trySend(HostAlive heartbeat, Duration interval) {
        boolean sent = reports.heartbeat(heartbeat);
        if (sent) {
            schedule.sent(interval, System.nanoTime());
        }
        return sent;
    }

    /** Cached, because the content of a digest never changes. */
    private Optional<ImageFacts> facts(ImageDigest digest) {
        return Optional.ofNullable(facts.computeIfAbsent(
                digest,
                asked -> engine.imageContent(asked)
                        .map(content -> content.facts(List.of()))
                        .orElse(null)));
    }

    private HostReported describeHost() throws InterruptedException {
        EngineInfo info = engine.info();
        List<Image> images = List.copyOf(baseImages.offered());
        containers = engine.count();
        return new HostReported(
                info.id(),
                info.version(),
                worker.version(),
                info.milliCpus(),
                info.memoryMiB(),
                config.aliases(),
                config.sshPorts(),
                images,
                images.stream()
                        .map(Image::digest)
                        .distinct()
                        .filter(digest -> facts(digest).isPresent())
                        .collect(Collectors.toMap(
                                ImageDigest::value, digest -> facts(digest).orElseThrow())),
                config.url(),
                containers,
                doctor.findings(),
                Instant.now(),
                baseImages.states(),
                worker.installation(),
                capacity.read(info, containers, engine.maxContainersPerOwner()),
                homes.identify().orElse(null),
                null,
                Math.toIntExact(PERIOD.toSeconds()),
                true);
    }
}
