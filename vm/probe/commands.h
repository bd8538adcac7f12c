/* SPDX-License-Identifier: MIT */
#ifndef PROBE_COMMANDS_H
#define PROBE_COMMANDS_H

/* Sub-commands that have no header of their own; main.c describes them. */
int cmd_timeline(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_offload(int argc, char **argv);
int cmd_echo(int argc, char **argv);
int cmd_fetch(int argc, char **argv);
int cmd_content(int argc, char **argv);
int cmd_ping(int argc, char **argv);
int cmd_socket(int argc, char **argv);

#endif
