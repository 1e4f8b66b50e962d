/* cold.c: what one run of a program costs, from nothing.
 *
 *     cold RUNS PROGRAM ARGUMENT...
 *
 * What this file knows: that the peak memory the kernel reports for a child
 * begins with that of the process that forked it, so the one who measures
 * must be small.  Prints "cpu SECONDS", "kilobytes N" (medians), "exit N".
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_RUNS 101

static int less(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    static double cpu[MAX_RUNS], memory[MAX_RUNS];
    int runs = argc > 2 ? atoi(argv[1]) : 0, i, status = 0;

    if (runs < 1 || runs > MAX_RUNS)
        return 2;
    for (i = 0; i < runs; i++) {
        struct rusage use;
        pid_t child = fork();

        if (child == 0) {
            execv(argv[2], argv + 2);
            _exit(127);
        }
        if (child < 0 || wait4(child, &status, 0, &use) != child)
            return 2;
        if (status != 0)
            break;
        cpu[i] = seconds(use.ru_utime) + seconds(use.ru_stime);
        memory[i] = (double)use.ru_maxrss;
    }
    if (status != 0) {
        printf("exit %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
        return 1;
    }
    qsort(cpu, (size_t)runs, sizeof(*cpu), less);
    qsort(memory, (size_t)runs, sizeof(*memory), less);
    printf("exit 0\ncpu %.6f\nkilobytes %.0f\n", cpu[runs / 2],
           memory[runs / 2]);
    return 0;
}
