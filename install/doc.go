// Package install puts the kernel where Jupyter looks for kernels.
//
// The program stands before it (`gohunt install`); after it JupyterLab,
// papermill and every other frontend find a folder with kernel.json, logos and
// a copy of the program. It uses no third-party library: a kernelspec is four
// files (https://jupyter-client.readthedocs.io/en/stable/kernels.html).
package install
