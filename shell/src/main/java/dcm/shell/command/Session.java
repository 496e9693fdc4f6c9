package dcm.shell.command;

import dcm.shell.api.Api;
import dcm.shell.screen.Screen;

/**
 * For whom commands are, whom they ask, and where they write. One session runs one command at a time.
 *
 * @param account the name of the account
 * @param api the REST API in the person's name
 * @param input what the person types or pipes into a command
 */
public record Session(String account, Api api, Screen screen, Input input, Gateway gateway) {}
