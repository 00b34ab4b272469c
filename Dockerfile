# A place to hunt from: JupyterLab with the gohunt kernel, run by a user without rights.
#   docker build -t gohunt . && docker run --rm -p 127.0.0.1:8888:8888 gohunt
FROM golang:1.26-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN /src/install/setup.sh /opt/gohunt && rm -rf /root/.cache /go/pkg && useradd --create-home hunter && cp -r /src/notebooks /home/hunter/ && chown -R hunter /home/hunter
USER hunter
WORKDIR /home/hunter
EXPOSE 8888
CMD ["/opt/gohunt/bin/jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "notebooks"]
