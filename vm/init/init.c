// SPDX-License-Identifier: MIT
/*
 * PID 1 of a lab machine: mounts what a job expects, runs the job, hands its
 * output to the host byte by byte, and ends the machine.
 *
 * The host says what to do by KEY=value words on the kernel's command line:
 *   LAB_STDOUT, LAB_STDERR, LAB_RESULT  devices or files that reach the host
 *   LAB_JOB        file with the archive of the job, or fw_cfg:NAME
 *   LAB_HOSTFS     host directory to mount at /lib/lab/host (User-mode Linux)
 *   LAB_PAUSE      I/O port that pauses the machine when it is ready for a job
 *   LAB_HOST_ROOT  file system type whose root is laid under the image
 *   LAB_TTY        terminal for an interactive job
 *
 * It is one static C program, not a shell script, because every process costs
 * about 10 ms under emulation, and because the same bytes must take the same
 * instructions in every run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "archive.h"
#include "fwcfg.h"
#include "result.h"

#define LAB		"/lib/lab"
#define JOB_SCRIPT	LAB "/script"
#define JOB_ENVIRONMENT	LAB "/environment"
#define JOB_SEED	LAB "/seed"
#define FWCFG_PREFIX	"fw_cfg:"
#define SEED_SIZE	32
#define BOOT_MODULES	LAB "/boot-modules"
#define ROOT_MODULES	LAB "/root-modules"
#define HOST_DIR	LAB "/host"
#define JOB_DIR		"/job"
#define JOB_OUT		"/job/out"
#define OPEN_TRIES	2000

static _Noreturn void end_machine(void)
{
	sync();
	reboot(RB_POWER_OFF);
	fprintf(stderr, "lab-init: cannot power off: %s\n", strerror(errno));
	/* The kernel panics when PID 1 ends, and the host sees that. */
	_exit(1);
}

static _Noreturn void die(const char *format, ...)
{
	va_list args;

	fputs("lab-init: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	end_machine();
}

static int try_mount(const char *type, const char *source, const char *target,
		     unsigned long flags, const char *data)
{
	mkdir(target, 0755);
	return mount(source, target, type, flags, data);
}

static void must_mount(const char *type, const char *source, const char *target,
		       unsigned long flags, const char *data)
{
	if (try_mount(type, source, target, flags, data) != 0)
		die("cannot mount %s at %s: %s", type, target, strerror(errno));
}

static void load_modules(const char *names)
{
	char line[256];
	FILE *list = fopen(names, "re");

	if (list == NULL)
		return;
	while (fgets(line, sizeof(line), list) != NULL) {
		int fd;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0')
			continue;
		fd = open(line, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST))
			die("cannot load %s: %s", line, strerror(errno));
		close(fd);
	}
	fclose(list);
}

/* The image stays the upper layer: its own programs come from RAM. */
static void enter_host_root(const char *type)
{
	const char *source = strcmp(type, "hostfs") == 0 ? "none" : "hostroot";

	must_mount("tmpfs", "tmpfs", "/run", 0, "mode=755");
	must_mount(type, source, "/run/host", MS_RDONLY, strcmp(type, "hostfs") == 0 ? "/" : NULL);
	mkdir("/run/upper", 0755);
	mkdir("/run/work", 0755);
	must_mount("overlay", "overlay", "/run/root", 0,
		   "lowerdir=/:/run/host,upperdir=/run/upper,workdir=/run/work");
	if (chdir("/run/root") != 0 || mount(".", "/", NULL, MS_MOVE, NULL) != 0 ||
	    chroot(".") != 0 || chdir("/") != 0)
		die("cannot enter the host's root: %s", strerror(errno));
}

static void mount_all(void)
{
	must_mount("proc", "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	must_mount("sysfs", "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	must_mount("devtmpfs", "dev", "/dev", MS_NOSUID, "mode=755");
	must_mount("devpts", "devpts", "/dev/pts", 0, "ptmxmode=666");
	must_mount("tmpfs", "shm", "/dev/shm", MS_NOSUID | MS_NODEV, NULL);
	must_mount("tmpfs", "run", "/run", MS_NOSUID | MS_NODEV, "mode=755");
	must_mount("tmpfs", "tmp", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777");
	/* Not every kernel has them, and only few jobs look. */
	try_mount("debugfs", "debugfs", "/sys/kernel/debug", 0, NULL);
	symlink("/proc/self/fd", "/dev/fd");
	symlink("/proc/self/fd/0", "/dev/stdin");
	symlink("/proc/self/fd/1", "/dev/stdout");
	symlink("/proc/self/fd/2", "/dev/stderr");
	mkdir("/run/lock", 0755);
	mkdir("/run/sshd", 0755);
}

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) != 0)
		die("no loopback interface: %s", strerror(errno));
	request.ifr_flags |= IFF_UP;
	ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
}

/* A port of a just found device appears a moment after its driver. */
static int open_to_host(const char *variable)
{
	const char *path = getenv(variable);
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct termios settings;
	int fd = -1;

	if (path == NULL)
		die("%s is not set on the kernel's command line", variable);
	for (int i = 0; i < OPEN_TRIES && fd < 0; i++) {
		/* Not O_CREAT in /dev: a missing device must stay missing. */
		int create = strncmp(path, "/dev/", 5) == 0 ? 0 : O_CREAT;

		fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | create, 0600);
		if (fd < 0)
			nanosleep(&pause, NULL);
	}
	if (fd < 0)
		die("cannot open %s: %s", path, strerror(errno));
	if (tcgetattr(fd, &settings) == 0) {
		cfmakeraw(&settings);
		tcsetattr(fd, TCSANOW, &settings);
	}
	return fd;
}

static char *read_file(const char *path, size_t *size)
{
	struct stat status;
	char *text;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &status) != 0)
		return NULL;
	*size = status.st_size;
	text = malloc(status.st_size + 1);
	if (text == NULL || read(fd, text, status.st_size) != status.st_size)
		return NULL;
	text[status.st_size] = '\0';
	close(fd);
	return text;
}

/*
 * A machine that was saved here goes on as many machines; from now on each has
 * its own job and its own random numbers.
 */
static void pause_for_job(void)
{
	const char *port = getenv("LAB_PAUSE");

	if (port == NULL)
		return;
	if (ioperm(strtoul(port, NULL, 0), 1, 1) != 0)
		die("no access to port %s: %s", port, strerror(errno));
	outb(1, strtoul(port, NULL, 0));
}

static void take_job(void)
{
	const char *source = getenv("LAB_JOB");
	const size_t prefix = strlen(FWCFG_PREFIX);
	size_t size;
	char *archive;

	if (source == NULL)
		die("LAB_JOB is not set on the kernel's command line");
	archive = strncmp(source, FWCFG_PREFIX, prefix) == 0 ? fwcfg_read(source + prefix, &size) :
							       read_file(source, &size);
	if (archive == NULL || archive_unpack(archive, size, "/") != 0)
		die("cannot unpack the job from %s: %s", source, strerror(errno));
	free(archive);
}

static void seed_random_numbers(void)
{
	struct {
		struct rand_pool_info info;
		char bytes[SEED_SIZE];
	} seed = { .info = { .entropy_count = SEED_SIZE * 8, .buf_size = SEED_SIZE } };
	size_t size;
	char *bytes = read_file(JOB_SEED, &size);
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);

	if (bytes == NULL || size != SEED_SIZE || fd < 0)
		die("no seed: %s", strerror(errno));
	memcpy(seed.info.buf, bytes, SEED_SIZE);
	if (ioctl(fd, RNDADDENTROPY, &seed) != 0 || ioctl(fd, RNDRESEEDCRNG) != 0)
		die("cannot seed the kernel's random numbers: %s", strerror(errno));
	close(fd);
	free(bytes);
}

/* NUL-separated KEY=value pairs; the strings stay in memory for putenv(). */
static void set_environment(void)
{
	static const char *const ours[] = {
		"LAB_STDOUT", "LAB_STDERR", "LAB_RESULT", "LAB_JOB", "LAB_HOSTFS", "LAB_HOST_ROOT", "LAB_TTY", "LAB_PAUSE",
	};
	size_t size;
	char *text;

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		unsetenv(ours[i]);
	setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
	setenv("LANG", "C.UTF-8", 1);
	setenv("TERM", "dumb", 1);
	text = read_file(JOB_ENVIRONMENT, &size);
	if (text == NULL)
		die("cannot read %s: %s", JOB_ENVIRONMENT, strerror(errno));
	for (char *pair = text; pair < text + size; pair += strlen(pair) + 1)
		putenv(pair);
}

static void run_script(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl("/bin/bash", "bash", JOB_SCRIPT, (char *)NULL);
	fprintf(stderr, "lab-init: cannot run /bin/bash: %s\n", strerror(errno));
	_exit(127);
}

static pid_t start_with_pipes(int out, int err)
{
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		setsid();
		dup2(null, 0);
		dup2(out, 1);
		dup2(err, 2);
		close(null);
		run_script();
	}
	return pid;
}

static pid_t start_on_terminal(const char *path)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct winsize size = { .ws_row = 24, .ws_col = 80 };
		int fd;

		setsid();
		fd = open(path, O_RDWR);
		if (fd < 0)
			_exit(126);
		if (getenv("LINES") != NULL)
			size.ws_row = (unsigned short)atoi(getenv("LINES"));
		if (getenv("COLUMNS") != NULL)
			size.ws_col = (unsigned short)atoi(getenv("COLUMNS"));
		ioctl(fd, TIOCSCTTY, 0);
		ioctl(fd, TIOCSWINSZ, &size);
		dup2(fd, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		run_script();
	}
	return pid;
}

/* Reaps everybody; true, with the exit status, once it was @job. */
static bool reap(pid_t job, int *status)
{
	bool ended = false;
	int state;
	pid_t pid;

	while ((pid = waitpid(-1, &state, WNOHANG)) > 0) {
		if (pid != job)
			continue;
		ended = true;
		*status = WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
	}
	return ended;
}

/*
 * Copies what is there; false at the end of the stream. A file of the host's is
 * flushed, or the host would see it only when the kernel writes it back; a port
 * refuses that, at no cost.
 */
static bool pump(int from, int to)
{
	char buffer[65536];
	ssize_t count = read(from, buffer, sizeof(buffer));

	if (count > 0) {
		write_all(to, buffer, count);
		fdatasync(to);
	}
	return count > 0 || (count < 0 && errno == EAGAIN);
}

static int supervise(pid_t job, int out, int err, int to_out, int to_err)
{
	struct pollfd polled[] = {
		{ .fd = -1, .events = POLLIN },
		{ .fd = out, .events = POLLIN },
		{ .fd = err, .events = POLLIN },
	};
	struct signalfd_siginfo info;
	sigset_t set;
	int status = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	polled[0].fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	for (bool ended = reap(job, &status); !ended;) {
		if (poll(polled, 3, -1) < 0 && errno != EINTR)
			die("poll: %s", strerror(errno));
		if (polled[1].revents != 0 && !pump(out, to_out))
			polled[1].fd = -1;
		if (polled[2].revents != 0 && !pump(err, to_err))
			polled[2].fd = -1;
		if (polled[0].revents != 0 && read(polled[0].fd, &info, sizeof(info)) > 0)
			ended = reap(job, &status);
	}
	/* What is still in the pipes; daemons left behind may hold them open. */
	for (int i = 1; i <= 2; i++) {
		struct pollfd rest = { .fd = polled[i].fd, .events = POLLIN };

		while (rest.fd >= 0 && poll(&rest, 1, 0) > 0 && (rest.revents & POLLIN) != 0)
			pump(rest.fd, i == 1 ? to_out : to_err);
	}
	return status;
}

static void send_kernel_log(int result)
{
	enum { READ_ALL = 3, SIZE_BUFFER = 10 };
	int size = klogctl(SIZE_BUFFER, NULL, 0);
	char *text = size > 0 ? malloc(size) : NULL;

	if (text == NULL)
		return;
	size = klogctl(READ_ALL, text, size);
	if (size > 0)
		result_bytes(result, RESULT_LOG, "", text, size);
	free(text);
}

static int run_job(int to_out, int to_err)
{
	int out[2], err[2];
	pid_t job;

	if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
		die("pipe: %s", strerror(errno));
	job = start_with_pipes(out[1], err[1]);
	if (job < 0)
		die("fork: %s", strerror(errno));
	close(out[1]);
	close(err[1]);
	return supervise(job, out[0], err[0], to_out, to_err);
}

static int run_shell(const char *tty)
{
	int status = 0;
	pid_t job;

	job = start_on_terminal(tty);
	if (job < 0)
		die("fork: %s", strerror(errno));
	while (!reap(job, &status)) {
		siginfo_t info;

		waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
	}
	return status;
}

static void hand_back(int result, int status)
{
	unsigned char byte = (unsigned char)status;

	result_bytes(result, RESULT_STATUS, "", &byte, 1);
	result_tree(result, JOB_OUT);
	send_kernel_log(result);
	result_bytes(result, RESULT_END, "", NULL, 0);
	fsync(result);
}

int main(void)
{
	const char *host_root = getenv("LAB_HOST_ROOT");
	const char *hostfs = getenv("LAB_HOSTFS");
	const char *tty = getenv("LAB_TTY");
	int out, err, result, status;
	sigset_t set;

	umask(022);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	load_modules(BOOT_MODULES);
	if (host_root != NULL) {
		load_modules(ROOT_MODULES);
		enter_host_root(host_root);
	}
	mount_all();
	if (hostfs != NULL)
		must_mount("hostfs", "none", HOST_DIR, 0, hostfs);
	sethostname("lab", 3);
	raise_loopback();
	mkdir(JOB_DIR, 0755);
	mkdir(JOB_OUT, 0755);
	if (chdir(JOB_DIR) != 0)
		die("no %s: %s", JOB_DIR, strerror(errno));
	out = open_to_host("LAB_STDOUT");
	err = open_to_host("LAB_STDERR");
	result = open_to_host("LAB_RESULT");
	pause_for_job();
	take_job();
	seed_random_numbers();
	set_environment();
	status = tty != NULL ? run_shell(tty) : run_job(out, err);
	hand_back(result, status);
	end_machine();
}
