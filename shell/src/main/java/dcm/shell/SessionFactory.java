package dcm.shell;

import dcm.shell.command.Session;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Creates picocli commands and completion candidates for one session. */
final class SessionFactory implements IFactory {
    private final Session session;
    private final Program program;

    SessionFactory(Session session, Program program) {
        this.session = session;
        this.program = program;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == HelpCommand.class) {
            return type.cast(new HelpCommand(session, program));
        }
        try {
            Constructor<K> constructor = type.getDeclaredConstructor(Session.class);
            constructor.setAccessible(true);
            return constructor.newInstance(session);
        } catch (NoSuchMethodException itNeedsNone) {
            return CommandLine.defaultFactory().create(type);
        }
    }
}
