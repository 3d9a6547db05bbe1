FROM python:3.11-slim
WORKDIR /srv/vertaisklubi
RUN useradd --system --home-dir /srv/vertaisklubi vertaisklubi && mkdir -p /data staticfiles && chown vertaisklubi /data staticfiles
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER vertaisklubi
ENV DATA_DIR=/data HOST=0.0.0.0
EXPOSE 8000
CMD ["bin/serve"]
